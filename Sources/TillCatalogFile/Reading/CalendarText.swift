import TillModel

/// Lengths of time as the file writes them: `month`, `30 days`.
enum CalendarText {
    /// How many of which unit; nil when the text is neither `unit` nor `count unit`.
    ///
    /// `unit` alone is one of it. A count of zero, or one too long for an Int, is nil as well.
    static func parse(_ text: String, allowingBareUnit: Bool) -> (count: Int, unit: BillingInterval.Unit)? {
        guard let space = text.utf8.firstIndex(of: 0x20) else {
            return allowingBareUnit ? BillingInterval.Unit(rawValue: text).map { (1, $0) } : nil
        }
        let digits = text[..<space]
        guard WholeNumber.isPlain(digits), let count = Int(digits), count > 0,
            let unit = unit(String(text[text.utf8.index(after: space)...]))
        else { return nil }
        return (count, unit)
    }

    /// A unit in the singular or the plural.
    static func unit(_ word: String) -> BillingInterval.Unit? {
        BillingInterval.Unit(rawValue: word) ?? (word.hasSuffix("s") ? .init(rawValue: String(word.dropLast())) : nil)
    }

    /// What somebody probably meant who did not write a length of time.
    static func meant(by text: String) -> String? {
        let lower = text.lowercased()
        if let known = synonyms[lower] { return known }
        // "30days", "30  days" and "30 dys" all have digits, then letters.
        let digits = lower.prefix { $0.isASCII && $0.isNumber }
        let word = String(lower[digits.endIndex...].drop { $0 == " " || $0 == "-" || $0 == "_" })
        guard WholeNumber.isPlain(String(digits)), let count = Int(digits), count > 0 else {
            return NearestName.of(lower, among: unitNames)
        }
        let near = unit(word)?.rawValue ?? NearestName.of(word, among: unitNames + unitNames.map { $0 + "s" })
        guard let near, let unit = unit(near) else { return nil }
        return "\(CalendarDuration(count, unit))"
    }

    /// Every unit's name.
    static let unitNames = BillingInterval.Unit.allCases.map(\.rawValue)

    private static let synonyms = [
        "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year", "annually": "year",
        "annum": "year", "fortnight": "2 weeks", "fortnightly": "2 weeks", "biweekly": "2 weeks", "quarter": "3 months",
        "quarterly": "3 months", "days": "day", "weeks": "week", "months": "month", "years": "year",
        "half-year": "6 months", "biannually": "6 months", "semiannually": "6 months", "d": "day", "w": "week",
        "m": "month", "y": "year", "mo": "month", "yr": "year",
    ]
}
