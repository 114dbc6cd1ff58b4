/// What a parameter of a request may be.
indirect enum StripeParameter: Sendable {
    /// Any text of at most so many characters.
    case text(atMost: Int = 5000)
    /// An absolute http or https address.
    case url
    /// A whole number in the range.
    case integer(ClosedRange<Int64>)
    /// A whole number in the range, or a word in its place.
    case integerOr(String, ClosedRange<Int64>)
    /// A number that is not negative with at most so many decimals; it becomes its shortest text.
    case decimal(places: Int)
    /// `true` or `false`.
    case boolean
    /// One of the words.
    case choice([String])
    /// Several of one kind, by index.
    case list(StripeParameter, atMost: Int = 100)
    /// Named fields.
    case table([StripeField])
    /// Fields of one kind whose names are free.
    case map(StripeParameter)
    /// Up to 50 texts under names of the client's own.
    case metadata
    /// An instant in Unix seconds, or bounds for one.
    case instantRange
    /// Known to Stripe, not emulated; `false` and `[enabled]=false` ask for nothing and are accepted.
    case unsupported

    /// An instant in Unix seconds.
    static let instant = StripeParameter.integer(0...253_402_300_799)
    /// An amount that is not negative.
    static let amount = StripeParameter.integer(0...Int64.max)
}

/// A parameter with its name.
struct StripeField: Sendable {
    let name: String
    let kind: StripeParameter
    var isRequired = false
    /// Whether an empty value unsets it.
    var isEmptyable = false

    /// A parameter that must be given.
    static func required(_ name: String, _ kind: StripeParameter) -> StripeField {
        StripeField(name: name, kind: kind, isRequired: true)
    }

    /// A parameter that may be left out.
    static func optional(_ name: String, _ kind: StripeParameter) -> StripeField {
        StripeField(name: name, kind: kind)
    }

    /// A parameter that may be left out, or unset with an empty value.
    static func emptyable(_ name: String, _ kind: StripeParameter) -> StripeField {
        StripeField(name: name, kind: kind, isEmptyable: true)
    }

    /// Parameters of Stripe's that the sandbox does not emulate, separated by spaces.
    static func unsupported(_ names: String) -> [StripeField] {
        names.split(whereSeparator: \.isWhitespace).map { StripeField(name: String($0), kind: .unsupported) }
    }

    /// Which related objects to show in full.
    static let expand = StripeField.optional("expand", .list(.text(), atMost: 20))

    /// What every list takes.
    static let paging: [StripeField] = [
        .optional("limit", .integer(1...100)), .optional("starting_after", .text()),
        .optional("ending_before", .text()), .optional("created", .instantRange), .expand,
    ]
}
