import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// Binds what a file lists to keys: all of it, or nothing.
struct ImportFileRun: Sendable {
    let session: SyncSession
    /// The file's path.
    let path: String
    let map: ImportMap
    /// Whether the objects are told whose they are.
    let tags: Bool
    let isDryRun: Bool
    let isConfirmed: Bool
    /// Whether `--env` was given.
    let namesMode: Bool

    /// Reads a file; everything that is wrong with it is told.
    static func map(_ path: String) throws(CommandFailure) -> ImportMap {
        let text = String(decoding: try PulledFile.read(path), as: UTF8.self)
        do throws(ImportMap.Mistakes) {
            return try ImportMap(text)
        } catch {
            let lines = error.all.map { "\(path):\($0.line): \($0.message)" }
            throw CommandFailure(.invalid, lines.joined(separator: "\n") + "\nNothing was written.")
        }
    }

    /// A line of the file, and what it means.
    private struct Step: Sendable {
        let line: ImportMap.Line
        let check: ImportCheck
        let object: CatalogObject
        let remote: RemoteCatalogObject
    }

    /// A line that can be done.
    private struct Ready: Sendable {
        let line: ImportMap.Line
        let check: ImportCheck
        let adoption: Adoption
        let isTagged: Bool
    }

    /// A line that cannot, and why.
    private struct Problem {
        let line: ImportMap.Line
        let text: String
        let status: ExitStatus
    }

    func perform() async throws {
        guard !isDryRun else { return try await adopt() }
        try await session.alone { try await adopt() }
    }

    private func adopt() async throws {
        let accounts = try await session.checkAccounts()
        var (steps, problems) = try await match()
        // What something belongs to comes before it, whatever the order of the lines.
        steps.sort { $0.object.key < $1.object.key }
        var ready: [Ready] = []
        for provider in session.providers {
            let own = steps.filter { $0.check.provider.name == provider.name }
            let (some, more) = try await check(own, provider, account: accounts[provider.name], accounts)
            ready += some
            problems += more
        }
        guard problems.isEmpty else { return try refuse(problems) }
        let open = ready.filter { !$0.adoption.isDone }
        guard !open.isEmpty else { return try tell(ready, "Everything in \(path) is so already.\n", result: "known") }
        guard !isDryRun else {
            let next = "To do it: catalog import --file \(path) --env \(session.mode) --yes\n"
            return try tell(ready, try Self.plan(open) + next, result: "would_import")
        }
        if open.contains(where: \.isTagged) {
            Output.standardError(try Self.plan(open))
            try Confirmation.ask(mode: session.mode, isGiven: isConfirmed, namesMode: namesMode)
        }
        try await write(open)
        let ending = "\(session.keeper.path) says so; put it into version control.\n"
        try tell(
            ready, open.map { "\($0.adoption.object.key) is \($0.line.id).\n" }.joined() + ending, result: "imported")
    }

    // MARK: - Checks

    /// What each line means.
    private func match() async throws -> ([Step], [Problem]) {
        var steps: [Step] = []
        var problems: [Problem] = []
        var keys: [[String]: Int] = [:]
        for line in map.lines {
            guard let provider = session.providers.first(where: { $0.name == line.provider }) else { continue }
            let check = ImportCheck(session: session, provider: provider)
            do {
                let (object, remote) = try await check.match(line.id, line.key)
                let place = [line.provider.rawValue, object.key.description]
                if let other = keys.updateValue(line.number, forKey: place) {
                    problems.append(
                        Problem(line: line, text: "\(object.key) is in line \(other) already", status: .invalid))
                }
                steps.append(Step(line: line, check: check, object: object, remote: remote))
            } catch let failure as CommandFailure where failure.status == .invalid {
                problems.append(Problem(line: line, text: failure.description, status: .invalid))
            }
        }
        return (steps, problems)
    }

    /// Checks the lines of one provider, each as if those before it were done.
    private func check(
        _ steps: [Step], _ provider: SyncSession.Provider, account: String?, _ accounts: [ProviderName: String]
    ) async throws -> ([Ready], [Problem]) {
        guard !steps.isEmpty else { return ([], []) }
        var part = await session.locked(provider, account: account)
        let observed = try await ProviderSurvey.objects(provider.caller, applied: part.objects)
        try session.refuseStranger(provider.name, accounts, observed, [provider.name: part])
        var (ready, problems): ([Ready], [Problem]) = ([], [])
        for step in steps {
            guard let adoption = step.check.adoption(step.object, step.remote, locked: part) else { continue }
            let refusals = adoption.refusals(among: observed)
            guard refusals.isEmpty else {
                let refused = step.check.words(refusals, of: adoption)
                problems.append(
                    Problem(
                        line: step.line,
                        text: "\(step.line.id) cannot become \(step.object.key)\n\(refused.text)",
                        status: refused.status))
                continue
            }
            let hasMarker = provider.publisher.manifest.abilities[step.object.key.kind]?.hasMarker == true
            ready.append(
                Ready(line: step.line, check: step.check, adoption: adoption, isTagged: tags && hasMarker))
            if !adoption.isDone { part = adoption.bound(at: Bootstrap.clock.now()) }
        }
        return (ready, problems)
    }

    // MARK: - Writing

    /// Marks and binds one after another, so that the lock says at each moment what is done.
    private func write(_ ready: [Ready]) async throws {
        let run = Bootstrap.identifiers.token()
        for (place, one) in ready.enumerated() {
            do {
                if one.isTagged { try await one.check.tag(one.adoption, run: run) }
                try await session.remember([one.line.provider: one.adoption.bound(at: Bootstrap.clock.now())])
            } catch  where place > 0 {
                let reason = (error as? ProviderError)?.debugDescription ?? "\(error)"
                throw CommandFailure(
                    .partial,
                    "\(path):\(one.line.number): \(reason) \(place) of \(ready.count) were done, and the lock says so. "
                        + "Run it again.")
            }
        }
    }

    private static func plan(_ ready: [Ready]) throws -> String {
        try ready.map { one in
            "\(one.line.provider)  \(one.line.id) becomes \(one.adoption.object.key), as it is: "
                + (one.isTagged ? "it is marked as ours, and the lock learns it\n" : "only the lock learns it\n")
                + (try one.check.warning(of: one.adoption, isTagged: one.isTagged))
        }.joined()
    }

    // MARK: - What came of it

    /// A line, as JSON.
    private struct Answer: Encodable {
        let line: Int
        let provider: String
        let remoteID: String
        let key: String
        let result: String
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case line, provider
            case remoteID = "remote_id"
            case key, result, message
        }
    }

    private func refuse(_ problems: [Problem]) throws {
        let sorted = problems.sorted { $0.line.number < $1.line.number }
        let status = sorted.contains { $0.status == .invalid } ? ExitStatus.invalid : .blocked
        var text = ""
        for problem in sorted {
            text += "\(path):\(problem.line.number): \(problem.text)"
            if !text.hasSuffix("\n") { text += "\n" }
        }
        text += "Nothing was written.\n"
        let answers = sorted.map { problem in
            Answer(
                line: problem.line.number, provider: problem.line.provider.rawValue, remoteID: problem.line.id,
                key: problem.line.key, result: "refused", message: problem.text)
        }
        try report(answers, text, status: status)
        throw ExitCode(status.rawValue)
    }

    private func tell(_ ready: [Ready], _ text: String, result: String) throws {
        let answers = ready.sorted { $0.line.number < $1.line.number }.map { one in
            Answer(
                line: one.line.number, provider: one.line.provider.rawValue, remoteID: one.line.id,
                key: one.adoption.object.key.description, result: one.adoption.isDone ? "known" : result, message: nil)
        }
        try report(answers, text, status: .success)
    }

    private func report(_ answers: [Answer], _ text: String, status: ExitStatus) throws {
        try SyncReport.tell(
            "import", status: status, options: session.options,
            fields: [
                "env": session.mode.rawValue, "file": path,
                "written": answers.contains { $0.result == "imported" }, "lines": answers,
            ], text: text, markdown: "```\n\(text)```\n")
    }
}
