/// What one field of a provider's object holds, in one form however it is written there.
///
/// Amounts are whole numbers of minor units, currencies upper-case, tiers sorted by their bound; what a provider fills
/// in by itself is filled in on both sides before two values are compared.
package indirect enum CatalogValue: Sendable, Hashable {
    case nothing
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([CatalogValue])
    case fields([String: CatalogValue])
    /// Another object of the catalog, by what it stands for.
    case reference(CatalogObjectKey)
    /// Another object of the provider, by its id.
    case remote(String)
}

extension CatalogValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([CatalogValue].self) {
            self = .list(list)
        } else {
            let fields = try container.decode([String: CatalogValue].self)
            self = Self.pointer(fields) ?? .fields(fields)
        }
    }

    /// The field under which what points at something is written.
    ///
    /// No name of a team's own pair may begin with a dollar sign.
    package static let referenceName = "$ref"
    /// The field under which the id of a provider's object is written.
    package static let remoteName = "$id"

    /// What a map of one such field stands for; nil for any other.
    package static func pointer(_ fields: [String: CatalogValue]) -> CatalogValue? {
        guard fields.count == 1, let (name, value) = fields.first, case .text(let text) = value else { return nil }
        switch name {
        case referenceName: return CatalogObjectKey(text).map(CatalogValue.reference)
        case remoteName: return .remote(text)
        default: return nil
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .nothing: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .fields(let fields): try container.encode(fields)
        case .reference(let key): try container.encode([Self.referenceName: key.description])
        case .remote(let id): try container.encode([Self.remoteName: id])
        }
    }
}

extension CatalogValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int64) { self = .number(number) }
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
    package init(arrayLiteral elements: CatalogValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, CatalogValue)...) {
        self = .fields(Dictionary(elements) { $1 })
    }
}

extension CatalogValue {
    /// The value with the ids of the objects that it names, as far as those are known.
    ///
    /// A list of pointers, or of what holds pointers, is a set: its order is nobody's.
    package func resolved(by id: (CatalogObjectKey) -> String?) -> CatalogValue {
        switch self {
        case .reference(let key): id(key).map(CatalogValue.remote) ?? self
        case .fields(let fields): .fields(fields.mapValues { $0.resolved(by: id) })
        case .list(let list):
            .list(
                list.contains(where: \.hasPointer)
                    ? list.map { $0.resolved(by: id) }.sorted { $0.place < $1.place } : list)
        default: self
        }
    }

    /// Every other thing of the catalog that it names.
    package var references: [CatalogObjectKey] {
        switch self {
        case .reference(let key): [key]
        case .list(let list): list.flatMap(\.references)
        case .fields(let fields): fields.values.flatMap(\.references).sorted()
        default: []
        }
    }

    private var hasPointer: Bool {
        switch self {
        case .reference, .remote: true
        case .list(let list): list.contains(where: \.hasPointer)
        case .fields(let fields): fields.values.contains(where: \.hasPointer)
        case .nothing, .flag, .number, .text: false
        }
    }

    /// Where a pointer, or what holds pointers, stands among others.
    private var place: String {
        switch self {
        case .reference(let key): "$" + key.description
        case .remote(let id): id
        case .list(let list): list.map(\.place).joined(separator: " ")
        case .fields(let fields):
            fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.place)" }.joined(separator: " ")
        case .nothing, .flag, .number, .text: ""
        }
    }
}
