import ArgumentParser
import TillModel
import TillSync

/// One migration: what was planned is written down, and moved one by one.
struct MigrationRun: Sendable {
    let session: SyncSession
    let files: MigrationFiles
    let pace: MigrationPaceOptions
    let command: String

    // MARK: - Beginning

    /// Writes down what a survey found, and moves it.
    ///
    /// - `anew`: Whether a migration that was cut off is given up.
    func begin(_ survey: MigrationSurvey, name: String, anew: Bool) async throws {
        try await session.alone(
            beginning: {
                try refuseUnfinishedSync()
                return name
            }
        ) { try await beginAlone(survey, name: name, anew: anew) }
    }

    private func beginAlone(_ survey: MigrationSurvey, name: String, anew: Bool) async throws {
        if let state = try files.state(), !state.isOver, !anew {
            throw CommandFailure(
                .locked,
                "the migration \(state.header.job) of \(state.header.startedAt) was not finished: "
                    + "\(state.pending.count) of \(state.moves.count) are left. Go on with it: catalog "
                    + "migrate-subscribers resume --env \(session.mode). Or give it up with --anew.")
        }
        try files.shelve()
        try files.forgetPause()
        let header = MigrationHeader(
            job: name, environment: session.mode.rawValue, startedAt: Bootstrap.clock.now().rfc3339,
            accounts: Dictionary(uniqueKeysWithValues: survey.accounts.map { ($0.key.rawValue, $0.value) }))
        let journal = try keeping { () throws(SyncJournal.Failure) in
            try MigrationJournal(path: files.journal, header: header, plan: survey.plan)
        }
        try await perform(journal)
    }

    /// Goes on with a migration that was stopped or cut off.
    func resume() async throws {
        try await session.alone(
            beginning: {
                try refuseUnfinishedSync()
                return try open().header.job
            }
        ) { try await resumeAlone() }
    }

    /// The migration that is not over.
    private func open() throws -> MigrationState {
        guard let state = try files.state(), !state.isOver else {
            throw CommandFailure(
                .usage, "there is no migration to go on with; use `catalog migrate-subscribers apply`.")
        }
        return state
    }

    private func resumeAlone() async throws {
        let state = try open()
        let accounts = try await session.checkAccounts()
        for (name, account) in state.header.accounts {
            guard let now = accounts[ProviderName(rawValue: name)], now != account else { continue }
            throw CommandFailure(
                .environmentMismatch, "the migration began at \(name)'s account \(account), but the key is of \(now).")
        }
        try await checkTransitions(state)
        try files.forgetPause()
        let journal = try keeping { () throws(SyncJournal.Failure) in try MigrationJournal(continuing: files.journal) }
        try await perform(journal)
    }

    private func refuseUnfinishedSync() throws {
        guard let header = try session.folder.unfinished() else { return }
        throw CommandFailure(
            .locked,
            "the sync \(header.run) was cut off, so that it is not known what the prices are; finish it first: catalog "
                + "resume --env \(session.mode)")
    }

    /// The file and the lock must still say what they said when the migration began.
    private func checkTransitions(_ state: MigrationState) async throws {
        for place in Set(state.pending.map { state.moves[$0].transition }) {
            let transition = state.transitions[place]
            guard let provider = session.providers.first(where: { $0.name == transition.provider }) else {
                throw CommandFailure(.locked, "products.yaml does not sell through \(transition.provider) any more.")
            }
            let scope = await MigrationSurvey.scope(provider, session)
            let stands = scope.departures.contains { departure in
                departure.key.name == transition.reference && departure.from == transition.from.id
                    && departure.to == transition.to.id && departure.existing == transition.rule.existing
            }
            guard stands else {
                throw CommandFailure(
                    .locked,
                    "\(transition.reference) is not what it was when the migration began, in the file or in the lock. "
                        + "Look again with `catalog migrate-subscribers plan`, and give the old one up with: catalog "
                        + "migrate-subscribers apply --env \(session.mode) --anew --yes")
            }
        }
    }

    // MARK: - Moving

    private func perform(_ journal: MigrationJournal) async throws {
        guard let state = try files.state() else {
            throw CommandFailure(.internalError, "\(files.journal) is not there.")
        }
        let started = SyncSession.time.elapsed()
        let pending = Dictionary(grouping: state.pending) { state.transitions[state.moves[$0].transition].provider }
        let view = MigrationProgressView(state, isQuiet: pace.quiet)
        let stop = try await StopSignals.heeding(session.interruption) {
            for provider in session.providers {
                guard let numbers = pending[provider.name],
                    let mover = provider.publisher as? any SubscriberMoving
                else { continue }
                let movers = SubscriberMover(
                    job: state.header.job, provider: mover, caller: provider.caller,
                    sinks: SubscriberMover.Sinks(
                        journal: { try journal.append($0) }, progress: { view.tell($0, $1) },
                        isPaused: { session.interruption.isRequested || files.isPauseRequested }),
                    concurrency: pace.concurrency)
                if let stop = try await movers.move(numbers, of: state) { return SubscriberMover.Stop?.some(stop) }
            }
            return nil
        }
        guard let after = try files.state() else {
            throw CommandFailure(.internalError, "\(files.journal) is not there.")
        }
        if stop == nil {
            try keeping { () throws(SyncJournal.Failure) in
                try journal.append(.ended(failures: after.failures.count))
            }
        }
        try end(after, stop, since: started)
    }

    private func end(_ state: MigrationState, _ stop: SubscriberMover.Stop?, since started: Duration) throws {
        let status: ExitStatus =
            switch stop {
            case .asked?: .interrupted
            case .provider?: state.moved.isEmpty ? .providerFailure : .partial
            case nil: state.failures.isEmpty ? .success : .partial
            }
        var text = MigrationView.text(of: state)
        switch stop {
        case .asked?: text += "Stopped. Go on with: catalog migrate-subscribers resume --env \(session.mode)\n"
        case .provider(let reason)?:
            text +=
                "Stopped, since the provider has trouble: \(reason)\nGo on with: catalog migrate-subscribers resume "
            text += "--env \(session.mode)\n"
        case nil where !state.failures.isEmpty:
            text += "Try those again with: catalog migrate-subscribers apply --env \(session.mode) --yes\n"
        case nil: break
        }
        let fields = MigrationAnswer.fields(of: state).merging(
            ["duration_ms": SyncReport.milliseconds(since: started)]) { $1 }
        try SyncReport.tell(
            command, status: status, options: session.options, fields: fields, text: text, markdown: text)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func keeping<Value>(_ body: () throws(SyncJournal.Failure) -> Value) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
    }
}

extension PriceTransition.Rule {
    /// As the file says it.
    fileprivate var existing: ExistingSubscribers {
        switch self {
        case .atRenewal: .atRenewal
        case .on(let day, _): .on(day)
        }
    }
}
