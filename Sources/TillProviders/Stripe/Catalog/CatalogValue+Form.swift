import TillModel

/// Values as a form has them.
extension CatalogValue {
    /// A plain value; nil for any other.
    var formText: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .nothing, .list, .fields, .reference, .remote: nil
        }
    }

    /// The fields of a map; empty for anything else.
    var pairs: [String: CatalogValue] {
        if case .fields(let fields) = self { fields } else { [:] }
    }

    /// The elements of a list; empty for anything else.
    var elements: [CatalogValue] {
        if case .list(let list) = self { list } else { [] }
    }
}
