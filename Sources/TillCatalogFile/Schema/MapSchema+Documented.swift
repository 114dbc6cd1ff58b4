extension MapSchema {
    /// Every map that a catalog may have, the file first, each before those that stand in it.
    package static let documented: [MapSchema] = {
        var found: [MapSchema] = []
        var waiting: [MapSchema] = [.file, .includedFile]
        while !waiting.isEmpty {
            let map = waiting.removeFirst()
            guard !found.contains(where: { $0 === map }) else { continue }
            found.append(map)
            waiting += map.keys.flatMap { $0.value.maps }
        }
        return found
    }()

    /// The map that the reference calls so; words may be separated by spaces, `-` or `_`.
    package static func named(_ name: String) -> MapSchema? {
        let words = name.lowercased().split(whereSeparator: { " -_".contains($0) })
        return documented.first { $0.name.split(separator: " ") == words }
    }

    /// Where the reference's page explains it.
    var anchor: String { "#" + name.replacing(" ", with: "-") }
}

extension ValueSchema {
    /// The maps that may stand in it.
    fileprivate var maps: [MapSchema] {
        switch self {
        case .map(let map): [map]
        case .partialFile: [.overlay]
        case .list(let item), .table(_, let item): item.maps
        case .either(let forms): forms.flatMap(\.maps)
        default: []
        }
    }
}
