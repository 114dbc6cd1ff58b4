import TillCatalogFile
import TillModel
import TillSync

/// A plan as people read it: grouped by what is sold, and for every change who notices.
struct PlanView {
    let mode: Mode
    let findings: [SyncSession.Finding]
    let lock: Lockfile
    /// What each price comes to at each provider; nil for one provider.
    var parity: ParityMatrix?
    /// What is to be known besides.
    var warnings: [Mistake] = []

    /// A change, and where.
    private struct Row {
        let provider: ProviderName
        let change: PlannedChange
        let impact: PriceImpact?
        /// What the provider's ids stand for.
        let names: PointerNames

        /// Who notices; nil where that goes without saying.
        var consequence: String? {
            guard impact != nil || change.action.writes && change.action != .create else { return nil }
            return change.affects.sentence(impact)
        }
    }

    private var rows: [Row] {
        findings.flatMap { finding -> [Row] in
            guard case .plan(let plan) = finding else { return [] }
            let names = PointerNames(plan.plan)
            return plan.plan.changes.filter { $0.action != .noop || $0.verdict != .same }.map {
                Row(provider: plan.provider, change: $0, impact: plan.impacts[$0.key], names: names)
            }
        }
    }

    private var isEmpty: Bool { rows.allSatisfy { $0.change.action == .noop } }

    // MARK: - Text

    /// - `next`: What to run to have it done; nil to leave it out.
    func text(next: String?) -> String {
        var text = ""
        for finding in findings {
            switch finding {
            case .plan(let plan):
                let account = plan.account.map { ", account \($0)" } ?? ""
                text += "\(plan.provider) in \(mode)\(account)\n"
            case .unreadable(let provider, let reason):
                text += "\(provider) in \(mode): cannot be read: \(reason)\n"
            }
        }
        let groups = Dictionary(grouping: rows) { Self.subject($0.change.key) }
        for (subject, rows) in groups.sorted(by: { $0.key < $1.key }) {
            text += "\n\(subject)\n"
            for row in rows { text += lines(row) }
        }
        for case .plan(let plan) in findings {
            let steps = ManualChecklist(plan.plan).steps
            guard !steps.isEmpty else { continue }
            text += "\nBy hand, on \(plan.provider)'s own pages; then run this again:\n"
            for (number, step) in steps.enumerated() {
                text += "  \(number + 1). \(step.what)\n"
                for (name, value) in step.values { text += "       \(name): \(ValueText.text(value))\n" }
            }
        }
        if let parity { text += "\n" + Self.text(parity) }
        if !warnings.isEmpty { text += "\n" + warnings.map { "warning: \($0.message)\n" }.joined() }
        return text + "\n" + footer + (isEmpty ? "" : next.map { "\nTo do it: \($0)\n" } ?? "")
    }

    private static func text(_ parity: ParityMatrix) -> String {
        let rows = parity.rows.map { row in
            [row.key.name] + row.cells.map(words) + [row.disagrees ? "they disagree" : ""]
        }
        return TextTable.render(["PRICE"] + parity.providers.map(\.rawValue) + [""], rows)
    }

    private static func words(_ cell: ParityMatrix.Cell) -> String {
        switch cell {
        case .sells(let terms?): words(terms)
        case .sells(nil): "yes"
        case .cannot(let reason): "no: \(reason)"
        case .absent: "-"
        }
    }

    private static func subject(_ key: CatalogObjectKey) -> String {
        switch key.kind {
        case .product, .price, .defaultPrice: String(key.name.prefix { $0 != "/" })
        case .coupon, .promotionCode: "coupon \(key.name.prefix { $0 != "/" })"
        case .meter, .feature, .webhookEndpoint, .portal: key.kind.words + "s"
        }
    }

    private func lines(_ row: Row) -> String {
        let change = row.change
        var line = "  \(Self.sign(change.action)) \(row.provider)  \(Self.word(change.action)) \(change.key)"
        if let difference = difference(row) { line += "  \(difference)" }
        var consequences = [change.reason]
        if let consequence = row.consequence { consequences.append(consequence) }
        if !change.surplus.isEmpty, change.action != .archive || change.desired != nil {
            consequences.append("\(change.surplus.count) older active for it, archived")
        }
        return line + "\n      " + consequences.joined(separator: "; ") + "\n"
    }

    private static func sign(_ action: SyncAction) -> String {
        switch action {
        case .create, .restore: "+"
        case .update, .adopt: "~"
        case .replace: "±"
        case .archive: "-"
        case .lockOnly, .noop: "·"
        case .manual: "?"
        case .blocked: "!"
        }
    }

    private static func word(_ action: SyncAction) -> String {
        switch action {
        case .lockOnly: "note"
        case .noop: "leave"
        case .manual: "by hand:"
        case .blocked: "blocked:"
        default: action.rawValue
        }
    }

    /// What it was and what it becomes, for what people know by its amount; otherwise the fields that differ.
    private func difference(_ row: Row) -> String? {
        let change = row.change
        let after = change.desired?.terms.map(Self.words)
        let before =
            change.fields.isEmpty ? nil : lock.providers[row.provider]?.objects[change.key]?.terms.map(Self.words)
        if change.key.kind == .price, let after {
            guard let before, before != after else { return change.action == .create ? after : fields(row) ?? after }
            return "\(before) -> \(after)"
        }
        return fields(row)
    }

    /// The fields that differ; one that only follows an object to its new id says nothing to people.
    private func fields(_ row: Row) -> String? {
        let before = row.names.named(row.change.remote?.fields ?? [:])
        let after = row.names.named(row.change.desired?.fields ?? [:])
        let differences = row.change.fields.filter { before[$0] != after[$0] }.map { name in
            "\(name): \(ValueText.text(before[name])) -> \(ValueText.text(after[name]))"
        }
        return differences.isEmpty ? nil : differences.joined(separator: ", ")
    }

    private static func words(_ terms: PriceTerms) -> String {
        guard let interval = terms.interval else { return "\(terms.amount)" }
        let period = interval.count == 1 ? interval.unit.rawValue : "\(interval.count) \(interval.unit.rawValue)s"
        return "\(terms.amount) every \(period)"
    }

    /// How much there is to do in all.
    var footer: String {
        guard !isEmpty else {
            let unread = findings.contains { if case .unreadable = $0 { true } else { false } }
            return unread ? "What could be read is in step.\n" : "Everything is in step.\n"
        }
        let counts = PlanAnswer.summary(findings)
        let words = SyncAction.allCases.filter { $0 != .noop }.compactMap { action -> String? in
            guard let count = counts[action.rawValue], count > 0 else { return nil }
            return "\(count) to \(action == .lockOnly ? "note" : action.rawValue)"
        }
        let writes = findings.reduce(0) { sum, finding in
            if case .plan(let plan) = finding { sum + plan.plan.writes } else { sum }
        }
        return words.joined(separator: ", ") + "; \(writes) write\(writes == 1 ? "" : "s").\n"
    }

    // MARK: - Markdown

    var markdown: String {
        var text = "### Catalog plan, \(mode)\n\n"
        for case .unreadable(let provider, let reason) in findings {
            text += "**\(provider) cannot be read:** \(Self.cell(reason))\n\n"
        }
        guard !rows.isEmpty else { return text + footer }
        text += "| Provider | What | Change | Who notices |\n|---|---|---|---|\n"
        for row in rows {
            let change = row.change
            let what = "\(Self.word(change.action)) \(change.key)"
            let difference = difference(row).map { "\($0); \(change.reason)" } ?? change.reason
            text +=
                "| \(row.provider) | \(Self.cell(what)) | \(Self.cell(difference)) | "
                + "\(row.consequence ?? "") |\n"
        }
        if !warnings.isEmpty { text += "\n" + warnings.map { "- \(Self.cell($0.message))\n" }.joined() }
        return text + "\n" + footer
    }

    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ").replacing("<", with: "&lt;")
    }
}

/// What a field holds, in a few words.
enum ValueText {
    static func text(_ value: CatalogValue?) -> String {
        switch value {
        case nil, .nothing?: "nothing"
        case .flag(let flag)?: flag ? "yes" : "no"
        case .number(let number)?: String(number)
        case .text(let text)?: text.count > 40 ? "“\(text.prefix(40))…”" : text
        case .list(let list)?: "[" + list.map { self.text($0) }.joined(separator: ", ") + "]"
        case .fields(let fields)?:
            fields.sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }.joined(separator: " ")
        case .reference(let key)?: key.name
        case .remote(let id)?: id
        }
    }
}
