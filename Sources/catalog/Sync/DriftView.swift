import TillModel
import TillSync

/// What was found to be otherwise, as people and programs read it.
struct DriftView {
    let survey: DriftSurvey
    /// What the file says of drift that is known.
    let known: KnownDriftFile
    /// What that file said until a day that is over.
    let expired: [KnownDrift]
    let mode: Mode

    // MARK: - For programs

    /// A finding, and where.
    private struct Found: Encodable {
        let provider: String
        let key: String
        let kind: String
        let remoteID: String?
        let fields: [String]
        let message: String
        let suggestion: String
        let attribution: Attribution

        private enum CodingKeys: String, CodingKey {
            case provider, key
            case kind = "class"
            case remoteID = "remote_id"
            case fields, message, suggestion, attribution
        }
    }

    /// When it was changed, and by whom: as far as the provider tells.
    private struct Attribution: Encodable {
        let changedAt: String?
        let requestID: String?
        /// No provider names anybody yet.
        let actor: String? = nil

        private enum CodingKeys: String, CodingKey {
            case changedAt = "changed_at"
            case requestID = "request_id"
            case actor
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(changedAt, forKey: .changedAt)
            try container.encode(requestID, forKey: .requestID)
            try container.encode(actor, forKey: .actor)
        }
    }

    /// Something that is known.
    private struct Known: Encodable {
        let provider: String?
        let key: String
        let kind: String
        let until: String?
        let reason: String?

        private enum CodingKeys: String, CodingKey {
            case provider, key
            case kind = "class"
            case until, reason
        }
    }

    var fields: [String: any Encodable] {
        [
            "env": mode.rawValue, "errors": survey.unreadable,
            "findings": survey.found.map { one in
                Found(
                    provider: Self.name(one.provider), key: one.finding.key.description,
                    kind: one.finding.kind.rawValue, remoteID: one.finding.id, fields: one.finding.fields,
                    message: one.finding.message, suggestion: one.finding.suggestion(in: mode),
                    attribution: Attribution(changedAt: one.change?.at.rfc3339, requestID: one.change?.requestID))
            },
            "hidden": survey.hidden.count,
            "hidden_findings": survey.hidden.map { one in
                Known(
                    provider: Self.name(one.found.provider), key: one.found.finding.key.description,
                    kind: one.found.finding.kind.rawValue, until: one.known?.until.description,
                    reason: one.known?.reason)
            },
            "expired": expired.map { one in
                Known(
                    provider: nil, key: one.key, kind: one.kind.rawValue, until: one.until.description,
                    reason: one.reason)
            },
        ]
    }

    private static func name(_ provider: ProviderName?) -> String { provider?.rawValue ?? "all" }

    // MARK: - For people

    var text: String {
        var text = survey.unreadable.map { "\($0.provider ?? "") cannot be read: \($0.message)\n" }.joined()
        for one in survey.found {
            text += "\(Self.name(one.provider))  \(one.finding.kind.rawValue)  \(one.finding.key): "
            text += "\(one.finding.message)\n"
            if one.finding.id != nil { text += "    \(Self.attribution(one.change))\n" }
            text += "    \(one.finding.suggestion(in: mode))\n"
        }
        return text + ending
    }

    private static func attribution(_ change: RemoteChange?) -> String {
        guard let change else { return "when and by whom is unknown" }
        let request = change.requestID.map { ", request \($0)" } ?? ""
        return "changed last at \(change.at.rfc3339)\(request), by whom is unknown"
    }

    var markdown: String {
        guard !survey.found.isEmpty else { return ending }
        return "| Provider | Drift | What | When | Mend it with |\n|---|---|---|---|---|\n"
            + survey.found.map { one in
                "| \(Self.name(one.provider)) | \(one.finding.kind.rawValue) | \(one.finding.key): "
                    + "\(one.finding.message) | \(one.change?.at.rfc3339 ?? "unknown") | "
                    + "\(one.finding.suggestion(in: mode)) |\n"
            }.joined() + (ending.isEmpty ? "" : "\n\(ending)")
    }

    private var ending: String {
        var text = ""
        let count = survey.hidden.count
        if count > 0 {
            text += count == 1 ? "1 finding is hidden:\n" : "\(count) findings are hidden:\n"
            for one in survey.hidden {
                text +=
                    "  \(Self.name(one.found.provider))  \(one.found.finding.kind.rawValue)  \(one.found.finding.key)"
                text += one.known.map { ", until \($0.until): \($0.reason)\n" } ?? ", for this time\n"
            }
        }
        for one in expired {
            text += "\(known.path): \(one.key):\(one.kind.rawValue) was let be until \(one.until), and hides nothing "
            text += "any more: \(one.reason)\n"
        }
        guard survey.found.isEmpty, survey.unreadable.isEmpty else { return text }
        return text + (count > 0 ? "Everything else is as it was pushed.\n" : "Everything is as it was pushed.\n")
    }
}
