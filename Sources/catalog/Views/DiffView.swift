import TillCatalogFile
import TillModel

/// What is different between two catalogs, for a person, for a pull request and for a program.
enum DiffView {
    // MARK: - Text

    /// A line for each change, by what it is about, then what breaks the team's own rules.
    static func text(_ comparison: CatalogComparison, from old: String, to new: String) -> String {
        guard !comparison.changes.isEmpty else { return "\(old) and \(new) say the same\n" }
        var text = ""
        for (title, changes) in sections(comparison) {
            text += "\(title)\n" + changes.map { "  \(sign($0.kind)) \(OneLine.of($0.sentence))\n" }.joined() + "\n"
        }
        for change in comparison.changes {
            if let breach = change.breach { text += "\(words(breach)): \(OneLine.of(change.sentence))\n" }
        }
        return text + summary(comparison) + "\n"
    }

    private static func sign(_ kind: CatalogChange.Kind) -> String {
        switch kind {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        case .renamed: "="
        }
    }

    private static func sections(_ comparison: CatalogComparison) -> [(String, [CatalogChange])] {
        let titles: [(String, Set<CatalogChange.Subject>)] = [
            ("Products and prices", [.product, .price]), ("Coupons", [.coupon]),
            ("Features, meters, credits and groups", [.feature, .meter, .credit, .group]), ("Taxes", [.tax]),
            ("Providers and settings", [.provider, .setting]),
        ]
        return titles.compactMap { title, subjects in
            let changes = comparison.changes.filter { subjects.contains($0.subject) }
            return changes.isEmpty ? nil : (title, changes)
        }
    }

    private static func words(_ breach: CatalogChange.Breach) -> String {
        let rule = "max_change: \(breach.limit)"
        return breach.waived.map { "waived (\(rule), \($0))" } ?? "\(breach.level.rawValue) (\(rule))"
    }

    /// How many changes there are and how many touch those who subscribed before.
    private static func summary(_ comparison: CatalogComparison) -> String {
        let all = comparison.changes
        let existing = all.filter { $0.affected.touchesExisting }.count
        let scheduled = all.filter { if case .scheduled = $0.affected { true } else { false } }.count
        var parts = [count(all.count, "change")]
        parts.append(
            existing == 0
                ? "none touches those who have bought"
                : "\(existing) touch\(existing == 1 ? "es" : "") those who have bought")
        if scheduled > 0 { parts.append("\(scheduled) to come on a day") }
        if !comparison.breaches.isEmpty {
            parts.append("\(comparison.breaches.count) larger than the policy allows")
        }
        return parts.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    // MARK: - Markdown

    /// A summary and a table, for a comment on a pull request.
    static func markdown(_ comparison: CatalogComparison, from old: String, to new: String) -> String {
        guard !comparison.changes.isEmpty else { return "**Catalog:** nothing changes.\n" }
        var text =
            "**Catalog:** \(summary(comparison)).\n\n| | What | Before | After | Who notices |\n|---|---|---|---|---|\n"
        for change in comparison.changes {
            let percent = change.percent.map { " (\($0))" } ?? ""
            let cells = [
                change.kind.rawValue, name(change), change.before ?? "", (change.after ?? "") + percent,
                change.affected.words + (change.breach.map { "; \(words($0))" } ?? ""),
            ]
            text += "| " + cells.map(MarkdownText.escaped).joined(separator: " | ") + " |\n"
        }
        text += "\n"
        for change in comparison.changes { text += "- \(MarkdownText.escaped(change.sentence))\n" }
        return text
    }

    private static func name(_ change: CatalogChange) -> String {
        change.fields.isEmpty ? change.key : "\(change.key): \(change.fields.joined(separator: ", "))"
    }

    // MARK: - JSON

    static func json(_ comparison: CatalogComparison, from old: String, to new: String) -> [String: any Encodable] {
        func number(_ kind: CatalogChange.Kind) -> Int { comparison.changes.filter { $0.kind == kind }.count }
        return [
            "from": old, "to": new,
            "summary": [
                "added": number(.added), "removed": number(.removed), "changed": number(.changed),
                "renamed": number(.renamed), "breaches": comparison.breaches.count,
            ],
            "changes": comparison.changes.map(ChangeAnswer.init),
        ]
    }
}

extension CatalogChange.Affected {
    /// Whether those who have bought notice it.
    fileprivate var touchesExisting: Bool {
        switch self {
        case .existingNow, .existingAtRenewal, .existingOnDate: true
        case .nobody, .newBuyers, .scheduled: false
        }
    }

    /// For a person.
    fileprivate var words: String {
        switch self {
        case .nobody: "nobody"
        case .newBuyers: "new buyers"
        case .existingNow: "also those who have it, at once"
        case .existingAtRenewal: "existing subscribers, at their next renewal"
        case .existingOnDate(let day): "existing subscribers, from \(day) on"
        case .scheduled(let day): "nobody before \(day)"
        }
    }

    /// As the envelope spells it.
    fileprivate var name: String {
        switch self {
        case .nobody: "none"
        case .newBuyers: "new-buyers"
        case .existingNow: "existing-now"
        case .existingAtRenewal: "existing-at-renewal"
        case .existingOnDate: "existing-on-date"
        case .scheduled: "scheduled"
        }
    }

    /// The day from which it is noticed; nil for at once, or for never.
    fileprivate var day: CalendarDate? {
        switch self {
        case .existingOnDate(let day), .scheduled(let day): day
        case .nobody, .newBuyers, .existingNow, .existingAtRenewal: nil
        }
    }
}

/// A change on the wire, with the names that every command's envelope uses.
private struct ChangeAnswer: Encodable {
    struct Breach: Encodable {
        let rule: String
        let limit: String
        let level: String
        let waived: String?
    }

    let key: String
    let subject: String
    let action: String
    let affects: String
    let on: CalendarDate?
    let before: String?
    let after: String?
    let fields: [String]
    let percent: String?
    let reason: String
    let breach: Breach?

    init(_ change: CatalogChange) {
        key = change.key
        subject = change.subject.rawValue
        action = change.kind.rawValue
        affects = change.affected.name
        on = change.affected.day
        before = change.before
        after = change.after
        fields = change.fields
        percent = change.percent.map { Percentage(millionths: $0.millionths).description }
        reason = change.sentence
        breach = change.breach.map {
            Breach(
                rule: CatalogPolicy.Rule.maxChange.rawValue, limit: $0.limit.description, level: $0.level.rawValue,
                waived: $0.waived)
        }
    }
}
