import TillModel
import TillSync

/// What came of a pull, as people and programs read it.
struct PullView {
    let pull: Pull
    /// The products that the file did not know.
    let added: [NewCatalogProduct]
    /// What it did not know and cannot say.
    let unknown: [Pull.Left]
    let patch: String
    let unreadable: [Mistake]
    /// Where the file is kept as it was; nil when it was not written.
    let backup: String?
    let session: SyncSession
    /// The environment for which the values are, where that is another than the one that has them.
    var target: Mode?

    /// A field that is taken over.
    private struct Change: Encodable {
        let provider: String
        let key: String
        let field: String
        let before: CatalogValue?
        let after: CatalogValue?
    }

    /// Something that stays as it is.
    private struct Rest: Encodable {
        let provider: String
        let key: String
        let field: String?
        let reason: String

        init(_ left: Pull.Left) {
            provider = left.provider.rawValue
            key = left.key.description
            field = left.field
            reason = left.reason
        }
    }

    var fields: [String: any Encodable] {
        [
            "env": (target ?? session.mode).rawValue, "from": target == nil ? nil : session.mode.rawValue,
            "patch": patch, "written": backup != nil, "backup": backup,
            "changes": pull.taken.map {
                Change(
                    provider: $0.provider.rawValue, key: $0.key.description, field: $0.field, before: $0.before,
                    after: $0.after)
            },
            "added": added.map(\.key), "unknown": unknown.map(Rest.init), "left": pull.left.map(Rest.init),
            "conflicts": pull.conflicts.map(Rest.init), "errors": unreadable,
        ]
    }

    var text: String { lines + (patch.isEmpty ? "" : "\n\(patch)\n") + ending }

    var markdown: String { "```\n\(lines)```\n" + (patch.isEmpty ? "" : "```diff\n\(patch)```\n") + ending }

    private var lines: String {
        var text = unreadable.map { "\($0.provider ?? "") cannot be read: \($0.message)\n" }.joined()
        for one in pull.taken {
            let values = "\(ValueText.text(one.before)) -> \(ValueText.text(one.after))"
            text += "\(one.provider)  \(one.key)  \(one.field): \(values)\n"
        }
        for one in pull.left {
            let field = one.field.map { " \($0)" } ?? ""
            text += "\(one.provider)  \(one.key)\(field) cannot be taken into the file: \(one.reason)\n"
        }
        for one in added { text += "product \(one.key) is added, with its \(Self.count(one.prices.count))\n" }
        for one in unknown { text += "\(one.provider)  \(one.key) is not added: \(one.reason)\n" }
        for one in pull.conflicts {
            text += "\(one.provider)  \(one.key)  conflict: \(one.reason)\n"
        }
        return text
    }

    private static func count(_ prices: Int) -> String { prices == 1 ? "price" : "\(prices) prices" }

    /// What was asked for.
    private var command: String {
        target.map { "catalog pull --from \(session.mode) --to \($0)" } ?? "catalog pull --env \(session.mode)"
    }

    private var ending: String {
        if let backup {
            return "\(session.catalogPath) was changed; as it was it is kept in \(backup)\n"
                + (target.map { "Then: catalog sync --env \($0)\n" } ?? "")
        }
        var text = ""
        if let conflict = pull.conflicts.first {
            text +=
                "To let the provider's side count: \(command) --theirs \(conflict.key.name)\n"
        }
        if !pull.taken.isEmpty || !added.isEmpty {
            let option = added.isEmpty ? "" : " --include-unknown"
            return text + "To take it: \(command)\(option) --write\n"
        }
        if pull.left.isEmpty, pull.conflicts.isEmpty, unreadable.isEmpty, unknown.isEmpty {
            guard let target else { return "Nothing was changed at the providers.\n" }
            return "What the file says for '\(target)' is what '\(session.mode)' has.\n"
        }
        guard target == nil else { return text }
        return text + (pull.left.isEmpty ? "" : "To put it back: catalog sync --env \(session.mode)\n")
    }
}
