import Synchronization
import TillModel
import TillSync

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a run shows while it goes on: a row for each provider on a terminal, a line for each write elsewhere.
final class SyncProgressView: Sendable {
    enum Form: Sendable { case automatic, stream, none }

    private enum Style { case rows, lines, stream, none }

    /// Where one provider is.
    private struct Row {
        var total = 0
        var done = 0
        var failed = 0
        var last = ""
        let start = SyncSession.time.elapsed()
    }

    private struct State {
        var rows: [ProviderName: Row] = [:]
        /// How many lines of the terminal were drawn last.
        var drawn = 0
    }

    private let style: Style
    private let folder: SyncFolder
    private let governors: [ProviderName: RateGovernor]
    private let state = Mutex(State())

    init(form: Form, folder: SyncFolder, governors: [ProviderName: RateGovernor]) {
        self.folder = folder
        self.governors = governors
        style =
            switch form {
            case .stream: .stream
            case .none: .none
            case .automatic: isatty(STDERR_FILENO) == 1 ? .rows : .lines
            }
    }

    func tell(_ event: SyncProgress) {
        if case .secret(let provider, let key, let value) = event { return keep(value, provider, key) }
        if style == .stream { return stream(event) }
        state.withLock { state in
            let line = Self.note(event, in: &state.rows)
            switch style {
            case .rows: draw(&state)
            case .lines: if let line { Output.standardError(line + "\n") }
            case .stream, .none: break
            }
        }
    }

    func end() {
        if style == .rows { state.withLock { $0.drawn = 0 } }
    }

    /// Notes an event; the line that tells of it, or nil.
    private static func note(_ event: SyncProgress, in rows: inout [ProviderName: Row]) -> String? {
        switch event {
        case .started(let provider, let total):
            rows[provider] = Row(total: total)
            return total == 0 ? nil : "\(provider)  \(total) to write"
        case .done(let provider, let key, let action, let id):
            rows[provider]?.done += 1
            rows[provider]?.last = "\(action.rawValue) \(key)"
            let row = rows[provider]
            return "\(provider)  \(row?.done ?? 0)/\(row?.total ?? 0)  \(action.rawValue) \(key)  \(id)"
        case .failed(let provider, let failure):
            rows[provider]?.failed += 1
            return "\(provider)  not done: \(failure.key): \(failure.code.rawValue): \(failure.message)"
        case .intent, .verified, .secret, .finished: return nil
        }
    }

    private func draw(_ state: inout State) {
        var text = state.drawn > 0 ? "\u{1B}[\(state.drawn)A" : ""
        for (provider, row) in state.rows.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let passed = (SyncSession.time.elapsed() - row.start).components
            let seconds = Double(passed.seconds) + Double(passed.attoseconds) / 1e18
            let rate = seconds > 0.5 ? "\(Int(Double(row.done) / seconds))/s" : ""
            let failed = row.failed > 0 ? "  \(row.failed) not done" : ""
            text += "\u{1B}[2K\(provider)  \(row.done)/\(row.total)  \(rate)\(failed)  \(row.last)\n"
        }
        state.drawn = state.rows.count
        Output.standardError(text)
    }

    /// A provider tells this once only: it goes where nobody else can read it, and never to the screen.
    private func keep(_ value: String, _ provider: ProviderName, _ key: CatalogObjectKey) {
        let name = "\(provider)-\(key.kind.rawValue)"
        do throws(CommandFailure) {
            try folder.keep(secret: value, as: name)
            Output.standardError(
                "\(provider) made a signing secret for \(key): it is in \(folder.secret(name)); set it as "
                    + "\(provider.rawValue.uppercased())_WEBHOOK_SECRET.\n")
        } catch {
            Output.standardError(
                "\(provider) made a signing secret for \(key), which could not be kept: \(error.description) "
                    + "Read it on the provider's pages.\n")
        }
    }

    private func stream(_ event: SyncProgress) {
        let fields: [String: any Encodable] =
            switch event {
            case .started(let provider, let total):
                ["event": "started", "provider": provider.rawValue, "total": total]
            case .intent(let provider, let key, let action):
                [
                    "event": "op_intent", "provider": provider.rawValue, "key": key.description,
                    "action": action.rawValue,
                ]
            case .done(let provider, let key, let action, let id):
                [
                    "event": "op_done", "provider": provider.rawValue, "key": key.description,
                    "action": action.rawValue, "remote_id": id,
                ]
            case .failed(let provider, let failure):
                [
                    "event": "op_failed", "provider": provider.rawValue, "key": failure.key.description,
                    "code": failure.code.rawValue, "message": failure.message,
                ]
            case .verified(let provider, let key):
                ["event": "verified", "provider": provider.rawValue, "key": key.description]
            case .finished(let provider, let failures):
                ["event": "provider_finished", "provider": provider.rawValue, "failures": failures]
            case .secret(let provider, let key, _):
                ["event": "secret_kept", "provider": provider.rawValue, "key": key.description]
            }
        do {
            try Output.line(fields)
        } catch {
            Output.standardError("an event could not be written as JSON: \(error)\n")
        }
    }
}
