import TillModel

/// The form of a scalar, as a pattern or a list that editors check.
struct ScalarForm {
    /// What the JSON Schema calls it.
    let name: String
    /// Its schema.
    let schema: JSONText

    private init(_ name: String, _ schema: JSONText) {
        self.name = name
        self.schema = schema
    }

    /// Text that matches a pattern; `message` is what an editor says otherwise.
    private init(_ name: String, matches pattern: String, _ message: String, maximum: Int? = nil) {
        self.init(
            name,
            .object([
                "type": "string",
                "maxLength": maximum.map { .number(Int64($0)) },
                "pattern": .string(pattern),
                "patternErrorMessage": .string(message),
            ]))
    }
}

extension ScalarForm {
    /// The form of a kind of value; text for what has no form of its own.
    init(_ value: ValueSchema) {
        self =
            switch value {
            case .money: .money
            case .rate: .rate
            case .currency: ScalarForm("currency", .object(["type": "string", "enum": .strings(Currency.allCodes)]))
            case .country: ScalarForm("country", .object(["type": "string", "enum": .strings(Country.allCodes)]))
            case .provider:
                ScalarForm("provider-name", .object(["enum": .strings(ProviderName.known.map(\.rawValue))]))
            case .interval: .interval
            case .duration: .duration
            case .date: .date
            case .language: .language
            case .timeZone: .timeZone
            case .key: .formerKey
            case .address: .address
            case .path: .path
            default: .text
            }
    }

    /// Text of any form: a plain number or truth value is taken as it is written.
    private static let text = ScalarForm(
        "text",
        .object([
            "type": ["string", "number", "boolean"],
            "pattern": .string(visible),
            "patternErrorMessage": "Write something; variables such as `${NAME}` stand only for ids of providers.",
        ]))

    /// Something that can be seen, without a variable.
    private static let visible = #"^(?![\s\S]*\$\{)[\s\S]*\S"#

    /// A value of metadata.
    static let metadataValue = ScalarForm(
        "metadata-value",
        .object([
            "type": ["string", "number", "boolean"],
            "maxLength": .number(Int64(MetadataReader.maximumValue)),
            "pattern": .string(visible),
            "patternErrorMessage": "Write something.",
        ]))

    /// A key of metadata.
    static let metadataKey = ScalarForm(
        "metadata-key", matches: "^(?!till_)", "Keys that begin with `till_` are reserved.",
        maximum: MetadataReader.maximumKey)

    /// A key of products, prices and the like.
    static let key = ScalarForm(
        "key", matches: "^[a-z0-9_-]{1,\(KeyForm.maximumLength)}$",
        "A key has lower-case letters, digits, `_` and `-`, at most \(KeyForm.maximumLength).")

    /// The key that something had before, which may look like a number.
    static let formerKey = ScalarForm(
        "former-key",
        .object([
            "type": ["string", "number", "boolean"],
            "pattern": .string("^[a-z0-9_-]{1,\(KeyForm.maximumLength)}$"),
            "patternErrorMessage": "Write the key it had in this file before.",
        ]))

    /// A coupon's key, which buyers may type.
    static let code = ScalarForm(
        "code", matches: "^[A-Za-z0-9_-]{1,\(KeyForm.maximumLength)}$",
        "A code has letters, digits, `_` and `-`, at most \(KeyForm.maximumLength).")

    /// A country or a region of one.
    static let region = ScalarForm(
        "region", matches: "^(\(Country.allCodes.joined(separator: "|")))(-[A-Z0-9]{1,3})?$",
        "Write a country's two letters, or a region of it such as `US-CA`.")

    private static let language = ScalarForm(
        "language", matches: "^[a-z]{2,3}(-([A-Z]{2}|[0-9]{3}|[A-Z][a-z]{3})){0,2}$",
        "Write a language as `de` or `pt-BR`.")

    private static let timeZone = ScalarForm(
        "time-zone",
        matches: "^(UTC|(\(TimeZoneName.areas.joined(separator: "|")))(/[A-Za-z][A-Za-z0-9_+-]{0,31}){1,2})$",
        "Write `UTC`, or an area and a city such as `Europe/Berlin`.")

    private static let address = ScalarForm(
        "address",
        matches: #"^[Hh][Tt][Tt][Pp][Ss]?://(?![^/?#]*@)([^\x00-\x7f]|[A-Za-z0-9\[])[^\x00-\x20<>"\\^`{|}]*$"#,
        "Write an address that begins with https:// or http://, without spaces and without a password.",
        maximum: 2_048)

    private static let path = ScalarForm(
        "path", matches: #"^(?!(.*/)?\.{1,2}(/|$))[^/\\]+(/[^/\\]+)*$"#,
        "Write a path below this file's folder, such as `catalog/plans.yaml`.")

    /// An event of the team's own.
    static let eventName = ScalarForm(
        "event-name",
        .object([
            "type": "string",
            "maxLength": 80,
            "pattern": #"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"#,
            "patternErrorMessage": "Write what it is of and what happened, as in `subscription.renewal_announced`.",
            "not": .object(["enum": .strings(EventKind.reservedNames.sorted())]),
        ]))

    /// A provider's id of something, or a variable that holds it.
    static func remoteID(of key: KeyName) -> ScalarForm {
        let object: RemoteIDReader.Object =
            switch key {
            case .product: .product
            case .price: .price
            case .account: .account
            default: .coupon
            }
        let prefix = object.prefix ?? ""
        let variable = #"\$\{(?![A-Z0-9_]*(KEY|SECRET|TOKEN|PASSWORD)\})[A-Z_][A-Z0-9_]{0,99}\}"#
        let message =
            "Write \(object.words)" + (object.prefix.map { ", which begins with `\($0)`" } ?? "")
            + ", or a variable such as `${STRIPE_PRO}`."
        return ScalarForm(
            "id-of-\(key.name)",
            .object([
                "type": prefix.isEmpty ? ["string", "number"] : "string",
                "pattern": .string("^(\(prefix)[A-Za-z0-9_-]{1,200}|\(variable))$"),
                "patternErrorMessage": .string(message),
            ]))
    }
}

// MARK: - Money and time

extension ScalarForm {
    private static let money = ScalarForm(
        "money", matches: "^(?!0(\\.0+)? )(\(amounts(moreDecimals: 0)))$",
        "Write an amount above zero with its currency, as in `99.00 USD`.")

    private static let rate = ScalarForm(
        "rate", matches: "^(\(amounts(moreDecimals: 6)))$",
        "Write an amount with its currency, as in `0.002 USD`.")

    /// Amounts in every currency, with the decimals that each has at most.
    private static func amounts(moreDecimals: Int) -> String {
        let byExponent = Dictionary(grouping: Currency.allCodes) { Currency(code: $0)?.exponent ?? 0 }
        return byExponent.sorted { $0.key < $1.key }.map { exponent, codes in
            let most = exponent + moreDecimals
            let decimals = most > 0 ? #"(\.[0-9]{1,\#(most)})?"# : ""
            return "(0|[1-9][0-9]*)\(decimals) (\(codes.joined(separator: "|")))"
        }.joined(separator: "|")
    }

    private static let interval = ScalarForm(
        "interval",
        matches: "^(day|week|month|year|([1-9][0-9]{0,2}|10[0-8][0-9]|109[0-5]) days?|"
            + "([1-9][0-9]?|1[0-4][0-9]|15[0-6]) weeks?|([1-9]|[12][0-9]|3[0-6]) months?|[1-3] years?)$",
        "Write `day`, `week`, `month` or `year`, or a number of them such as `3 months`, up to three years.")

    private static let duration = ScalarForm(
        "duration",
        matches: "^([1-9][0-9]{0,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-4][0-9]{2}|36500) (day|week|month|year)s?$",
        "Write a number and `day`, `week`, `month` or `year`, as in `30 days`.")

    /// A trial, which is counted in days or weeks.
    static let trialLength = ScalarForm(
        "trial-length",
        matches: "^(([1-9][0-9]?|[1-6][0-9]{2}|7[0-2][0-9]|730) days?|([1-9][0-9]?|10[0-4]) weeks?)$",
        "Write a number of days or weeks, as in `14 days`, up to 730 days.")

    private static let date = ScalarForm(
        "date",
        matches: "^(?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|"
            + "02-(0[1-9]|[12][0-9]))$",
        "Write year, month and day, as in `2027-01-01`.")
}
