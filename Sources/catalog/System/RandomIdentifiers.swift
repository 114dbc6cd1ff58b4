import TillModel

/// Identifiers drawn from the operating system's source of randomness.
struct RandomIdentifiers: IdentifierSource {
    func bits() -> (UInt64, UInt64) {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
    }
}
