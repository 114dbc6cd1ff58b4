/// Rules that a team holds its own catalog to.
public struct CatalogPolicy: Sendable, Hashable {
    /// A rule by the name that `products.yaml` uses.
    public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        /// A year costs no more than twelve months.
        case annualNotDearer = "annual_not_dearer"
        /// Every product names its tax code.
        case taxCodePresent = "tax_code_present"
        /// Every text is there in every language of the catalog.
        case translationsComplete = "translations_complete"
        /// No amount changes by more than some percent at once.
        case maxChange = "max_change"
        /// Every product has a description.
        case descriptionPresent = "description_present"
    }

    /// What happens where a rule is broken.
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nothing.
        case off
        /// The file can be used, and the author is told.
        case warning
        /// The file cannot be used.
        case error
    }

    /// A rule that need not hold somewhere, with a reason.
    public struct Waiver: Sendable, Hashable {
        /// The rule.
        public let rule: Rule
        /// The product key or price reference for which it need not hold.
        public let subject: String
        /// Why.
        public let reason: String

        /// A waiver.
        public init(rule: Rule, subject: String, reason: String) {
            self.rule = rule
            self.subject = subject
            self.reason = reason
        }
    }

    /// What happens where each rule is broken; those not named are as ``defaultLevel(of:)`` says.
    public var levels: [Rule: Level]
    /// By how much an amount may change at once; nil for any.
    public var maxChange: Percentage?
    /// Where rules need not hold.
    public var waivers: [Waiver]

    /// Rules; by default those that need no decision of the team.
    public init(levels: [Rule: Level] = [:], maxChange: Percentage? = nil, waivers: [Waiver] = []) {
        self.levels = levels
        self.maxChange = maxChange
        self.waivers = waivers
    }

    /// What happens where a rule is broken.
    public func level(of rule: Rule) -> Level { levels[rule] ?? CatalogPolicy.defaultLevel(of: rule) }

    /// What happens where a rule is broken that the file does not name.
    public static func defaultLevel(of rule: Rule) -> Level {
        switch rule {
        case .annualNotDearer, .translationsComplete: .warning
        case .taxCodePresent, .descriptionPresent: .off
        case .maxChange: .error
        }
    }

    /// The waiver of a rule for a product or price; a product's waiver holds for its prices.
    public func waiver(of rule: Rule, for reference: String) -> Waiver? {
        waivers.first {
            $0.rule == rule && ($0.subject == reference || reference.hasPrefix($0.subject + "/"))
        }
    }
}
