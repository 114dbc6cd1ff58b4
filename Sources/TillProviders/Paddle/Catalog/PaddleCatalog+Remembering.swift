// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Paddle's, so that a shape can be compared with its documentation at a glance.

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was done is read from Paddle's events, which are kept for 90 days.
///
/// They name neither who did it nor the request, so what a run of ours did looks like everything else.
extension PaddleCatalog: CatalogRemembering {
    package func listChanges(
        of kind: CatalogObjectKey.Kind, since instant: Date?, after cursor: String?
    ) async throws(ProviderError) -> RemoteChangePage {
        guard PaddleCollection(kind) != nil else { return RemoteChangePage(changes: [], next: nil) }
        var query = "order_by=id%5BDESC%5D&per_page=200"
        let name = kind == .coupon ? "discount" : kind.rawValue
        query += "&event_type=\(["created", "imported", "updated"].map { "\(name).\($0)" }.joined(separator: ","))"
        if let instant { query += "&from=\(PaddleInstant.text(Int64(instant.timeIntervalSince1970.rounded(.down))))" }
        if let cursor { query = "after=\(cursor)&\(query)" }
        let answer: PaddleAnswer<[PaddleCatalogEvent]> = try await client.send(
            ProviderCall(method: "GET", path: "\(PaddleClient.eventsPath)?\(query)"))
        let last = answer.data.last?.event_id
        return RemoteChangePage(
            changes: answer.data.compactMap(\.change),
            // What is no id of theirs could be another parameter.
            next: answer.meta?.pagination?.has_more == true && last?.isEventID == true ? last : nil)
    }
}

/// That something happened to an entity.
private struct PaddleCatalogEvent: Decodable, Sendable {
    struct Subject: Decodable, Sendable {
        let id: String?
    }
    let event_id: String
    let occurred_at: String
    let data: Subject

    var change: RemoteChange? {
        guard let id = data.id, let seconds = PaddleInstant.seconds(occurred_at) else { return nil }
        return RemoteChange(id: id, at: Date(secondsSince1970: seconds), requestID: nil, isOurs: false)
    }
}

extension String {
    /// Whether it looks like the id of an event.
    fileprivate var isEventID: Bool { hasPrefix("evt_") && utf8.allSatisfy { $0 == 0x5F || $0.isAlphanumeric } }
}

extension UInt8 {
    /// Whether it is a digit or one of the letters from A to Z, small or capital.
    fileprivate var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
