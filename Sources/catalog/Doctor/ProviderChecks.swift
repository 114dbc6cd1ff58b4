import TillModel
import TillSync

/// What a provider tells of itself beside its catalog.
struct ProviderChecks {
    let provider: SyncSession.Provider
    let plan: ProviderPlan
    let session: SyncSession

    /// By how many seconds two clocks may differ.
    private static let patience: Int64 = 30

    func all(_ lock: LockedProvider?) async -> [DoctorCheck] {
        guard let examination = ProviderExamination(provider.caller) else { return [version(lock)] }
        var checks = [version(lock)]
        checks.append(await reading("TILL-D014", "our clock is right") { try await clock(examination) })
        checks.append(
            await reading("TILL-D012", "it sends its events to our server") { try await destination(examination) })
        checks.append(
            await reading("TILL-D015", "it knows each price by its own name") { try await names(examination, lock) })
        return checks
    }

    /// A check that reads; what cannot be read is told as such.
    private func reading(_ id: String, _ what: String, _ body: () async throws -> DoctorCheck) async -> DoctorCheck {
        do { return try await body() } catch {
            let reason = (error as? ProviderError)?.debugDescription ?? "\(error)"
            return check(id, .skip, what, "it cannot be read: \(reason)")
        }
    }

    private func check(
        _ id: String, _ result: DoctorCheck.Result, _ what: String, _ evidence: String, fix: String? = nil
    ) -> DoctorCheck {
        DoctorCheck(id: id, result: result, what: "\(provider.name): \(what)", evidence: evidence, fix: fix)
    }

    private func version(_ lock: LockedProvider?) -> DoctorCheck {
        let spoken = type(of: provider.publisher).catalogVersion
        let what = "its words are those of the lock"
        guard let lock, !lock.objects.isEmpty else { return check("TILL-D018", .skip, what, "nothing was pushed yet") }
        guard lock.version == spoken else {
            return check(
                "TILL-D018", .warn, what, "the lock was written for version \(lock.version), this is \(spoken)",
                fix: "catalog sync --env \(session.mode)")
        }
        return check("TILL-D018", .pass, what, "version \(spoken)")
    }

    private func clock(_ examination: ProviderExamination) async throws -> DoctorCheck {
        let what = "our clock is right"
        guard let skew = try await examination.skew({ Bootstrap.clock.now() }) else {
            return check("TILL-D014", .skip, what, "it does not tell the time")
        }
        let words = skew == 0 ? "as theirs" : "\(abs(skew)) s \(skew > 0 ? "behind theirs" : "ahead of theirs")"
        guard abs(skew) <= Self.patience else {
            return check("TILL-D014", .fail, what, words, fix: "set this machine's clock, for example with chrony")
        }
        return check("TILL-D014", .pass, what, words)
    }

    // MARK: - Events

    /// What our server must be sent; nil where there is no server, or the provider is told nothing of it.
    private var wanted: (url: String, events: Set<String>)? {
        let objects = provider.publisher.objects(of: session.catalog, addresses: session.addresses)
        guard let fields = objects.first(where: { $0.key.kind == .webhookEndpoint })?.fields,
            case .text(let url)? = fields["url"], case .list(let events)? = fields["events"]
        else { return nil }
        return (
            url, Set(events.compactMap { event -> String? in if case .text(let name) = event { name } else { nil } })
        )
    }

    /// The destination that is our server; nil where there is none.
    func destination(in all: [EventDestination]) -> EventDestination? {
        guard let wanted else { return nil }
        let ours = all.filter { $0.url == wanted.url }
        return ours.first { $0.isEnabled && $0.missing(of: wanted.events).isEmpty } ?? ours.first
    }

    private func destination(_ examination: ProviderExamination) async throws -> DoctorCheck {
        let what = "it sends its events to our server"
        guard let wanted else {
            return check("TILL-D012", .skip, what, "TILL_PUBLIC_URL is no https address, or it is told none of ours")
        }
        guard let found = destination(in: try await examination.destinations()) else {
            return check(
                "TILL-D012", .warn, what, "it has no such address: \(wanted.url)",
                fix: "catalog sync --env \(session.mode)")
        }
        guard found.isEnabled else {
            return check(
                "TILL-D012", .fail, what, "\(found.id) is switched off",
                fix: "catalog doctor --env \(session.mode) --fix TILL-D012")
        }
        let missing = found.missing(of: wanted.events).sorted()
        guard missing.isEmpty else {
            let some = missing.prefix(5).joined(separator: ", ")
            return check(
                "TILL-D012", .fail, what,
                "\(found.id) is not sent \(missing.count): \(some)\(missing.count > 5 ? ", …" : "")",
                fix: "catalog sync --env \(session.mode)")
        }
        return check("TILL-D012", .pass, what, "\(found.id) at \(found.url), \(wanted.events.count) kinds of events")
    }

    // MARK: - Names

    private func names(_ examination: ProviderExamination, _ lock: LockedProvider?) async throws -> DoctorCheck {
        let what = "it knows each price by its own name"
        let marked = plan.plan.changes.compactMap { $0.remote }.filter { $0.isActive && $0.marker != nil }
        let bad = try await examination.misnamed(
            lock?.objects ?? [:], marked: Set(marked.map(\.id)), owner: session.owner)
        guard bad.isEmpty else {
            let some = bad.prefix(5).map(\.description).joined(separator: ", ")
            return check(
                "TILL-D015", .fail, what, "\(bad.count) not: \(some)\(bad.count > 5 ? ", …" : "")",
                fix: "take the lookup key off the other price there, and set it on the one in the lock")
        }
        return check("TILL-D015", .pass, what, "nothing else was seen")
    }
}
