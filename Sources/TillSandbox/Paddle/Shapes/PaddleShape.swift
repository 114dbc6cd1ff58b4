/// What a member of a request's body may be.
indirect enum PaddleShape: Sendable {
    /// Any text of a length within the range.
    case text(ClosedRange<Int>)
    /// Text that a rule accepts, with what the rule asks for in words.
    case matching(String, @Sendable (String) -> Bool)
    /// One of the words.
    case choice([String])
    /// `true` or `false`.
    case boolean
    /// A whole number in the range.
    case integer(ClosedRange<Int64>)
    /// Named members.
    case table([PaddleField])
    /// Several of one shape, each only once.
    case list(PaddleShape, ClosedRange<Int>)
    /// An object of the client's own, whatever it holds.
    case customData
    /// Null or something.
    case nullable(PaddleShape)

    /// The word for its type.
    var typeName: String {
        switch self {
        case .text, .matching, .choice: "string"
        case .boolean: "boolean"
        case .integer: "integer"
        case .table, .customData: "object"
        case .list: "array"
        case .nullable(let shape): shape.typeName + "/null"
        }
    }
}

/// A member with its name.
struct PaddleField: Sendable {
    let name: String
    let shape: PaddleShape
    var isRequired = false

    /// A member that must be given.
    static func required(_ name: String, _ shape: PaddleShape) -> PaddleField {
        PaddleField(name: name, shape: shape, isRequired: true)
    }

    /// A member that may be left out.
    static func optional(_ name: String, _ shape: PaddleShape) -> PaddleField {
        PaddleField(name: name, shape: shape)
    }
}

extension PaddleShape {
    /// An amount of money with its currency.
    static let money = PaddleShape.table([.required("amount", .amount), .required("currency_code", .currency)])

    /// An amount in the lowest denomination of its currency, as text.
    static let amount = PaddleShape.matching(
        "Must be a whole number in a string, such as \"1900\"", PaddleCodes.isAmount)

    static let currency = PaddleShape.choice(PaddleCodes.currencies)
    static let country = PaddleShape.matching("Must be the two-letter code of a country that Paddle supports") {
        PaddleCodes.countries.contains($0)
    }
    static let status = PaddleShape.choice(["active", "archived"])
    static let catalogType = PaddleShape.choice(["custom", "standard"])

    /// An identifier that begins with one of the prefixes.
    static func id(_ entities: PaddleEntity...) -> PaddleShape {
        let prefixes = entities.map(\.prefix)
        let pattern = "^(\(prefixes.joined(separator: "|")))_[a-z\\d]{26}$"
        return .matching("Does not match pattern '\(pattern)'") { text in
            let parts = text.split(separator: "_", omittingEmptySubsequences: false)
            guard parts.count == 2, prefixes.contains(String(parts[0])) else { return false }
            return parts[1].utf8.count == 26 && parts[1].utf8.allSatisfy(PaddleCodes.isSmallLetterOrDigit)
        }
    }
}
