import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The emulated Paddle account during one transaction: its entities and its clock.
struct PaddleAccount {
    let transaction: DocumentTransaction
    /// The present, in milliseconds since 1970.
    let milliseconds: Int64
    let identifiers: any IdentifierSource

    /// The present, as Paddle writes instants.
    var now: String { Date(millisecondsSince1970: milliseconds).rfc3339 }

    /// A new identifier with Paddle's prefix for its kind, such as `pro`.
    ///
    /// It begins with the time and then counts, so that identifiers sort as they were made.
    func newID(_ prefix: String) throws -> String {
        let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
        let count = UInt64(clamping: try transaction.countOfAll())
        let random = identifiers.bits().0 & 0xFF_FFFF_FFFF
        let bits = (time << 16 | count >> 24 & 0xFFFF, (count & 0xFF_FFFF) << 40 | random)
        return prefix + "_" + IdentifierBits.text(bits)
    }

    /// The entity, or Paddle's answer that there is none.
    func find(_ entity: PaddleEntity, _ id: String) throws -> Document {
        guard let document = try transaction.find(entity.kind, id) else {
            throw PaddleError.notFound("\(entity.noun) \(id)")
        }
        return document
    }

    /// Adds an entity that was just made, and remembers that as an event, where there is one for it.
    func insert(_ entity: PaddleEntity, _ json: JSONValue) throws {
        try transaction.insert(
            Document(kind: entity.kind, id: json["id"].string ?? "", json: json, hidden: .object([:])))
        try PaddleEvents.remember("created", entity, json, self)
    }

    /// Stores what became of an entity, and remembers that as an event, where there is one for it.
    func update(_ entity: PaddleEntity, _ document: Document) throws {
        try transaction.update(document)
        try PaddleEvents.remember("updated", entity, document.json, self)
    }
}
