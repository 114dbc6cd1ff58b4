/// Any JSON, to change a sample in a few places.
enum JSONTree: Sendable, Hashable, Codable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case list([JSONTree])
    case map([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .list(value)
        } else {
            self = .map(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .map(let value): try container.encode(value)
        }
    }

    /// The value at a path, such as `items.data.0.id`; null where there is none.
    subscript(path: ArraySlice<String>) -> JSONTree {
        get {
            guard let key = path.first else { return self }
            switch self {
            case .map(let map): return (map[key] ?? .null)[path.dropFirst()]
            case .list(let list):
                return Int(key).flatMap { list.indices.contains($0) ? list[$0] : nil }?[path.dropFirst()] ?? .null
            default: return .null
            }
        }
        set {
            guard let key = path.first else {
                self = newValue
                return
            }
            switch self {
            case .map(var map):
                map[key, default: .map([:])][path.dropFirst()] = newValue
                self = .map(map)
            case .list(var list):
                guard let index = Int(key), list.indices.contains(index) else { return }
                list[index][path.dropFirst()] = newValue
                self = .list(list)
            default:
                self = .map([key: .null])
                self[path] = newValue
            }
        }
    }
}
