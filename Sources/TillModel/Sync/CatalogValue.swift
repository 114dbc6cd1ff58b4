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
            self = .fields(try container.decode([String: CatalogValue].self))
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
