/// Where new identifiers come from.
///
/// Given to whatever makes identifiers, so that a test can say which ones it gets.
package protocol IdentifierSource: Sendable {
    /// 128 bits that were never given before.
    func bits() -> (UInt64, UInt64)
}

extension IdentifierSource {
    /// A new identifier of the kind the context asks for.
    package func make<Entity: Identified>() -> Identifier<Entity> { Identifier(bits: bits()) }

    /// 128 bits as text, for a token without a prefix.
    package func token() -> String { IdentifierBits.text(bits()) }
}
