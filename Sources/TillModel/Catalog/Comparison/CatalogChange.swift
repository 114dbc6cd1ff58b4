/// One difference between two catalogs, with what follows from it for people.
package struct CatalogChange: Sendable, Hashable {
    /// What happened to a thing.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It is new.
        case added
        /// It is gone.
        case removed
        /// Something about it is different.
        case changed
        /// It has another key, and the file says which one it had.
        case renamed
    }

    /// What kind of thing it is about.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case product, price, coupon, feature, meter, credit, group, tax, provider, setting
    }

    /// Who notices it.
    package enum Affected: Sendable, Hashable {
        /// Nobody who buys or has bought.
        case nobody
        /// Whoever buys from now on.
        case newBuyers
        /// Those who have it already, at once.
        case existingNow
        /// Those who subscribed before, from their next renewal on.
        case existingAtRenewal
        /// Those who subscribed before, from their first renewal on or after a day.
        case existingOnDate(CalendarDate)
        /// Nobody before that day.
        case scheduled(CalendarDate)
    }

    /// An amount that changes by more than the policy allows.
    package struct Breach: Sendable, Hashable {
        /// The most that is allowed.
        package let limit: Percentage
        /// What the policy makes of it.
        package let level: CatalogPolicy.Level
        /// Why it need not hold here; nil when nothing says so.
        package let waived: String?
    }

    /// What it is about: `pro`, `pro/monthly`, `LAUNCH20`; as the new catalog calls it when it is there.
    package let key: String
    /// What kind of thing that is.
    package let subject: Subject
    /// What happened to it.
    package let kind: Kind
    /// Which of its fields are different, as the file calls them; empty for the whole thing.
    package let fields: [String]
    /// What it was; nil when there was none.
    package let before: String?
    /// What it is; nil when there is none any more.
    package let after: String?
    /// By how much an amount changes; nil when that has no meaning.
    package let percent: PercentChange?
    /// Who notices it.
    package let affected: Affected
    /// The whole of it in one sentence for a person, without a full stop.
    package let sentence: String
    /// Set when an amount changes by more than the policy allows.
    package let breach: Breach?

    init(
        _ key: String, _ subject: Subject, _ kind: Kind, fields: [String] = [], before: String? = nil,
        after: String? = nil, percent: PercentChange? = nil, affected: Affected, breach: Breach? = nil,
        _ sentence: String
    ) {
        self.key = key
        self.subject = subject
        self.kind = kind
        self.fields = fields
        self.before = before
        self.after = after
        self.percent = percent
        self.affected = affected
        self.breach = breach
        self.sentence = sentence
    }
}
