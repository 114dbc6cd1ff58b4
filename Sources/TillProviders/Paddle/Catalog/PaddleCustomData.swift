import TillModel

/// What hangs on one of Paddle's objects: who owns it, and the team's own pairs.
///
/// Paddle takes all of it at once: what is not sent with it is gone.
struct PaddleCustomData: Sendable {
    /// The name that holds the marker.
    static let marker = "till"
    /// What begins the name of a field that is one pair of the team's own metadata.
    static let pair = "metadata."

    /// The marker as it is written.
    private struct Marker: Decodable {
        let owner: String
        let key: String
        let generation: Int
        let hash: String?
    }

    private let marker: OwnershipMarker?
    private let pairs: [String: CatalogValue]

    /// The marker on an object of a kind; nil when it carries none, or another object's.
    func marker(_ kind: CatalogObjectKey.Kind) -> OwnershipMarker? { marker?.key.kind == kind ? marker : nil }

    /// The team's own pairs, as fields.
    var fields: [String: CatalogValue] { Self.fields(pairs) }

    /// The team's own pairs, as fields.
    static func fields(_ pairs: [String: CatalogValue]) -> [String: CatalogValue] {
        Dictionary(uniqueKeysWithValues: pairs.map { (pair + $0.key, $0.value) })
    }

    /// The fields for pairs that the file gives.
    ///
    /// - Throws: ``Unsupported`` where a pair would take the marker's place.
    static func fields(of metadata: [String: String]) throws(Unsupported) -> [String: CatalogValue] {
        guard metadata[marker] == nil else {
            throw Unsupported("at Paddle the metadata `\(marker)` is taken; call it otherwise")
        }
        return fields(metadata.mapValues(CatalogValue.text))
    }

    /// What is sent for a marker and the pairs among some fields.
    static func json(_ marker: OwnershipMarker?, _ fields: [String: CatalogValue]) -> CatalogValue {
        var json: [String: CatalogValue] = [:]
        for (name, value) in fields where name.hasPrefix(pair) && value != .nothing {
            json[String(name.dropFirst(pair.count))] = value
        }
        if let marker {
            json[Self.marker] = [
                "owner": .text(marker.owner), "key": .text(marker.key.description),
                "generation": .number(Int64(marker.generation)), "hash": .text(marker.contentHash),
            ]
        }
        // An empty object is no custom data.
        return json.isEmpty ? .nothing : .fields(json)
    }
}

extension PaddleCustomData: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads what a person, or another program, may have written as well: what has no form here is passed over.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        var pairs: [String: CatalogValue] = [:]
        for name in container.allKeys where name.stringValue != Self.marker {
            if let value = try? container.decode(CatalogValue.self, forKey: name) { pairs[name.stringValue] = value }
        }
        self.pairs = pairs
        let written = try? container.decode(Marker.self, forKey: Name(stringValue: Self.marker))
        marker = written.flatMap { marker in
            guard let key = CatalogObjectKey(marker.key), marker.generation > 0 else { return nil }
            return OwnershipMarker(
                owner: marker.owner, key: key, generation: marker.generation, contentHash: marker.hash ?? "")
        }
    }
}
