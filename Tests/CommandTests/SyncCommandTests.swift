import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `catalog sync` as a process, with the sandbox as another.
@Suite(.timeLimit(.minutes(15))) struct SyncCommandTests {
    // MARK: - Who may be written to

    /// A reason why a key is not the right one.
    enum Mismatch: CaseIterable, CustomTestStringConvertible {
        case accountOfTheFile, accountOfTheLock, liveKey

        var testDescription: String { "\(self)" }
    }

    @Test(arguments: Mismatch.allCases)
    func `a key of another account or mode writes nothing`(_ mismatch: Mismatch) async throws {
        try await SyncInstallation.run { shop in
            var more: [String: String] = [:]
            switch mismatch {
            case .accountOfTheFile:
                try shop.program.write(
                    SyncInstallation.catalog
                        + "providers:\n  stripe: { account: { test: acct_another } }\n  paddle: {}\n",
                    to: "products.yaml")
            case .accountOfTheLock:
                try await shop.run("sync", "--yes", "--provider", "stripe")
                let lock = shop.program.read("products.test.lock")
                let account = try #require(lock.split(separator: "\"").first { $0.hasPrefix("acct_") })
                try shop.program.write(lock.replacing(account, with: "acct_another"), to: "products.test.lock")
                try shop.edit("99.00", "98.00")
                try await shop.control("requests/reset")
            case .liveKey: more["STRIPE_SECRET_KEY"] = "sk_" + "live_0123456789abcdefghijklmn"
            }
            let ending = try await shop.run("sync", "--yes", with: more, expecting: 4)
            #expect(!ending.error.isEmpty)
            #expect(try await shop.writes() == 0)
        }
    }

    @Test func `where nobody can be asked and nothing was confirmed, nothing is written`() async throws {
        try await SyncInstallation.run { shop in
            let ending = try await shop.run("sync", expecting: 6)
            #expect(ending.error.contains("--yes"))
            #expect(try await shop.writes() == 0)
        }
    }

    @Test func `more changes than were allowed are not begun`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes", "--max-changes", "3", expecting: 6)
            #expect(try await shop.writes() == 0)
            try await shop.run("sync", "--yes", "--max-changes", "100")
            try await shop.expectInStep()
        }
    }

    // MARK: - Runs that are cut off

    @Test func `a second sync beside one that runs is refused, and the first may be killed and gone on with`()
        async throws
    {
        try await SyncInstallation.run { shop in
            // One write in five seconds, which is as slow as it gets: it is in the middle when it is killed.
            let running = try shop.start(["sync", "--yes", "--rate", "0.02", "--concurrency", "1"], log: "first")
            try await running.until { $0.error.contains(" 1/") }
            let second = try await shop.run("sync", "--yes", expecting: 8)
            #expect(second.error.contains("another sync"))
            try await shop.run("resume", expecting: 8)
            running.signal(SIGKILL)
            #expect(try await running.end() == -SIGKILL)
            let third = try await shop.run("sync", "--yes", expecting: 8)
            #expect(third.error.contains("catalog resume"))
            try await shop.run("resume")
            try await shop.expectInStep()
        }
    }

    @Test func `a run that is interrupted ends with 130 and is gone on with`() async throws {
        try await SyncInstallation.run { shop in
            let running = try shop.start(["sync", "--yes", "--rate", "0.02", "--concurrency", "1"], log: "first")
            try await running.until { $0.error.contains(" 1/") }
            running.signal(SIGINT)
            #expect(try await running.end() == 130)
            #expect(running.out.contains("catalog resume"))
            try await shop.run("resume")
            try await shop.expectInStep()
        }
    }

    @Test(arguments: ["", "--json", "--json-stream"])
    func `an interrupted run tells how much of it is done, and how to go on`(_ form: String) async throws {
        try await SyncInstallation.run { shop in
            let slow = ["sync", "--yes", "--provider", "stripe", "--rate", "0.02", "--concurrency", "1"]
            let running = try shop.start(slow + (form.isEmpty ? [] : [form]), log: "first")
            try await running.until { $0.error.contains(" 1/7 ") || $0.out.contains("\"op_done\"") }
            running.signal(SIGINT)
            #expect(try await running.end() == 130)
            let out = running.out
            #expect(!out.contains("as planned"), "\(out)")
            let writes: Int
            switch form {
            case "--json":
                let answer = try JSONDecoder().decode(Answer.self, from: Data(out.utf8))
                writes = answer.writes
                #expect(!answer.ok && answer.exitCode == 130 && answer.plannedWrites == 7)
                #expect(answer.errors.map(\.code) == ["interrupted"])
                #expect(answer.errors.first?.message?.contains("\(writes) of 7 writes were done") == true)
                #expect(answer.errors.first?.hint == "catalog resume --env test")
            case "--json-stream":
                let end = try #require(out.split(separator: "\n").last)
                writes = try #require(end.firstMatch(of: /"writes":(\d)/).flatMap { Int($0.1) })
                for field in [#""exit_code":130"#, #""failures":0"#, #""planned_writes":7"#] {
                    #expect(end.contains(field), "\(end)")
                }
            default:
                let told = out.firstMatch(of: /stripe: (\d) of 7 writes, \d+ reads, interrupted\n/)
                writes = try #require(told.flatMap { Int($0.1) }, "\(out)")
                let ending = """
                    Interrupted: \(writes) of 7 writes were done, and products.test.lock says so. \
                    Go on with: catalog resume --env test

                    """
                #expect(out.hasSuffix(ending), "\(out)")
            }
            #expect((1...6).contains(writes))
            let resumed = try await shop.run("resume").out
            let rest = 7 - writes
            #expect(resumed.contains("stripe: \(rest) write\(rest == 1 ? "" : "s"), "), "\(resumed)")
            #expect(resumed.contains("reads, as planned\n"), "\(resumed)")
        }
    }

    @Test func `a run that was killed after its last write is over once it is gone on with`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            let journal = ".till/sync/test.journal"
            let lines = shop.program.read(journal).split(separator: "\n")
            #expect(lines.last?.contains("ended") == true)
            try shop.program.write(lines.dropLast().joined(separator: "\n") + "\n", to: journal)
            try await shop.run("sync", "--yes", expecting: 8)
            try await shop.run("resume")
            try await shop.run("sync", "--yes")
        }
    }

    @Test func `a run that was cut off is given up by its name`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            let journal = ".till/sync/test.journal"
            let lines = shop.program.read(journal).split(separator: "\n")
            try shop.program.write(lines.dropLast().joined(separator: "\n") + "\n", to: journal)
            let refused = try await shop.run("sync", "--yes", expecting: 8)
            let name = try #require(refused.error.split(separator: "--run ").last?.split(separator: "\n").first)
            try await shop.run("unlock", "--run", "another", expecting: 64)
            try await shop.run("unlock", "--run", String(name))
            try await shop.run("sync", "--yes")
        }
    }

    @Test func `what a provider has not done is partial, and is gone on with`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try await shop.control("faults", "{\"api_no_effect_next\":1}")
            try shop.edit("name: Pro\n", "name: Professional\n")
            try shop.edit("name: Job posting", "name: Job")
            let ending = try await shop.run("sync", "--yes", "--json", expecting: 5)
            let answer = try JSONDecoder().decode(Answer.self, from: Data(ending.out.utf8))
            #expect(answer.errors.map(\.code) == ["unverified"])
            #expect(answer.ok == false)
            #expect(answer.exitCode == 5)
            // What is left is asked for as by a sync, and as often as nobody says yes.
            let writes = try await shop.writes()
            for _ in 1...2 {
                let unasked = try await shop.run("resume", expecting: 6)
                #expect(unasked.error.contains("add --yes"), "\(unasked.error)")
                #expect(unasked.error.contains("it was written before, and was not seen to be so"))
            }
            #expect(try await shop.writes() == writes)
            try await shop.run("resume", "--yes")
            #expect(try await shop.products().values.allSatisfy { $0 == ["Job", "Professional"] })
        }
    }

    @Test func `what is not done by a run is gone on with as it says`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try await shop.control("faults", "{\"api_no_effect_next\":1}")
            try shop.edit("name: Pro\n", "name: Professional\n")
            let ending = try await shop.run("sync", "--yes", "--provider", "stripe", expecting: 5)
            #expect(ending.out.hasSuffix("Go on with: catalog resume --env test --yes\n"), "\(ending.out)")
            // The file is another one by now; there is no run to give up.
            try shop.edit("name: Professional\n", "name: Pro\n")
            let other = try await shop.run("resume", "--yes", expecting: 8)
            #expect(other.error.contains("Use: catalog sync --env test") && !other.error.contains("unlock"))
            try shop.edit("name: Pro\n", "name: Professional\n")
            try await shop.run("resume", "--yes")
        }
    }

    // MARK: - Rollbacks that are cut off

    @Test func `a rollback that was interrupted goes back to the same lock once it is given up`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes", "--provider", "stripe")
            let (job, pro) = (try shop.id("price job", at: .stripe), try shop.id("price pro/monthly", at: .stripe))
            try shop.edit("99.00 USD", "98.00 USD")
            try shop.edit("29.00 USD", "28.00 USD")
            try await shop.run("sync", "--yes", "--provider", "stripe")
            #expect(try shop.id("price job", at: .stripe) != job)
            let slow = ["rollback", "--yes", "--provider", "stripe", "--rate", "0.02", "--concurrency", "1"]
            let running = try shop.start(slow, log: "first")
            try await running.until { $0.error.contains(" 1/") }
            running.signal(SIGINT)
            #expect(try await running.end() == 130)
            let told = try #require(running.out.split(separator: "Go on with: catalog ").last)
            let steps = told.dropLast().split(separator: " && catalog ").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(steps.map(\.first) == ["unlock", "rollback"], "\(told)")
            let refused = try await shop.run("resume", expecting: 8)
            #expect(refused.error.contains("catalog rollback --env test --to "), "\(refused.error)")
            for step in steps {
                let ending = try shop.program.start(
                    step, environment: shop.environment, log: "step-\(step[0])")
                #expect(try await ending.end() == 0, "\(ending.error)")
            }
            #expect(try shop.id("price job", at: .stripe) == job)
            #expect(try shop.id("price pro/monthly", at: .stripe) == pro)
        }
    }

    @Test func `a provider that fails every time is not half done`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try await shop.control("faults", "{\"api_error_next\":1000}")
            try shop.edit("name: Pro\n", "name: Professional\n")
            let ending = try await shop.run("sync", "--yes", "--provider", "stripe", expecting: 7)
            #expect(ending.out.contains("stripe: 0 of 1 write, "), "\(ending.out)")
        }
    }

    @Test func `a lock that is written while a sync begins is not overwritten, and nothing is sent`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes", "--provider", "stripe")
            let before = try await shop.writes()
            // A pipe in place of the file: the command has read the lock, and waits for the catalog.
            let text = shop.program.read("products.yaml").replacing("name: Pro\n", with: "name: Professional\n")
            let pipe = "\(shop.program.folder)/products.yaml"
            unlink(pipe)
            #expect(mkfifo(pipe, 0o600) == 0)
            let running = try shop.start(["sync", "--yes"], log: "begun")
            let descriptor = open(pipe, O_WRONLY)
            #expect(descriptor >= 0)
            let lock = shop.program.read("products.test.lock")
            try shop.program.write(
                lock.replacing("\"serial\": 1", with: "\"serial\": 2") + "\n", to: "products.test.lock")
            let bytes = Array(text.utf8)
            #expect(write(descriptor, bytes, bytes.count) == bytes.count)
            close(descriptor)
            #expect(try await running.end() == 8, "\(running.error)")
            #expect(try await shop.writes() == before)
        }
    }

    // MARK: - Plans that were kept

    /// What happened to a plan between the day it was kept and the day it is applied.
    enum Fate: Int32, CaseIterable, CustomTestStringConvertible {
        case nothing = 0
        case edited = 8
        case altered = -8

        var testDescription: String { "\(self)" }
    }

    @Test(arguments: Fate.allCases)
    func `a plan that was kept is applied exactly, or not at all`(_ fate: Fate) async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("plan", "--out", "plan.json")
            switch fate {
            case .nothing: break
            case .edited: try shop.edit("99.00", "98.00")
            case .altered:
                let plan = shop.program.read("plan.json")
                #expect(plan.contains("\"writes\" : "))
                try shop.program.write(
                    plan.replacing("\"writes\" : ", with: "\"writes\" : 1"), to: "plan.json")
            }
            try await shop.run("sync", "--plan", "plan.json", "--yes", expecting: abs(fate.rawValue))
            guard fate == .nothing else {
                #expect(try await shop.writes() == 0)
                return
            }
            try await shop.expectInStep()
            // It says what was done: there is nothing of it left to do.
            try await shop.run("sync", "--plan", "plan.json", "--yes", expecting: 8)
        }
    }

    // MARK: - What somebody changes meanwhile

    @Test(arguments: Seller.allCases, SyncInstallation.Deed.allCases)
    func `what somebody changed since a plan was kept is not written over`(
        _ seller: Seller, _ deed: SyncInstallation.Deed
    ) async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try shop.edit("name: Job posting", "name: Job")
            try await shop.run("plan", "--out", "plan.json")
            let product = try shop.id("product job", at: seller)
            try await shop.control("requests/reset")
            try await shop.byHand(deed, product, at: seller)
            let ending = try await shop.run("sync", "--plan", "plan.json", "--yes", expecting: 8)
            #expect(ending.error.contains("\(seller.rawValue), the file or the lock is not as it was"))
            #expect(try await shop.writes() == 1, "only what was done by hand")
            #expect(try await shop.writes(to: product, at: seller) == 1)
        }
    }

    @Test(arguments: Seller.allCases)
    func `what somebody had changed before a plan was kept, and changes once more, is not written over`(
        _ seller: Seller
    ) async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            let product = try shop.id("product job", at: seller)
            try await shop.byHand(.rename, product, at: seller)
            // It would be put back, before and after.
            let plan = try await shop.run("plan", "--out", "plan.json").out
            #expect(plan.contains("name: Mine -> Job posting"), "\(plan)")
            try await shop.byHand(.rename, product, at: seller, name: "Ours")
            try await shop.control("requests/reset")
            let ending = try await shop.run("sync", "--plan", "plan.json", "--yes", expecting: 8)
            #expect(ending.error.contains("\(seller.rawValue), the file or the lock is not as it was"))
            #expect(try await shop.writes() == 0)
            try await shop.run("plan", "--out", "plan.json")
            try await shop.run("sync", "--plan", "plan.json", "--yes")
            try await shop.expectInStep()
        }
    }

    @Test(arguments: Seller.allCases, SyncInstallation.Deed.allCases)
    func `what somebody changes after a run has looked is not written over`(
        _ seller: Seller, _ deed: SyncInstallation.Deed
    ) async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try shop.edit("name: Job posting", "name: Job")
            try shop.edit("name: Pro\n", "name: Professional\n")
            let (product, other) = (try shop.id("product job", at: seller), try shop.id("product pro", at: seller))
            try await shop.control("requests/reset")
            // Up to the question a run asks the providers as often each time.
            let refused = try await shop.run("sync", expecting: 6).error
            let plan = try #require(refused.firstRange(of: "stripe in test"))
            let reads = try await shop.reads()
            try await shop.control("requests/reset")
            // It is held as it shows what it will do.
            let pipe = try FullPipe.make(
                at: "\(shop.program.folder)/held.error", room: refused[..<plan.lowerBound].utf8.count)
            let running = try shop.start(["sync", "--yes"], log: "held")
            while try await shop.reads() < reads {
                try #require(ChildProcess.status(of: running.pid) == nil, "\(running.out)")
                try await Task.sleep(for: .milliseconds(3))
            }
            #expect(try await shop.writes() == 0)
            try await shop.byHand(deed, product, at: seller)
            pipe.empty()
            #expect(try await running.end() == 8, "\(running.out)")
            #expect(running.out.contains("product job: stale_object"), "\(running.out)")
            #expect(try await shop.writes(to: product, at: seller) == 1, "only what was done by hand")
            #expect(try await shop.writes(to: other, at: seller) == 1)
        }
    }

    // MARK: - What is printed

    /// The answer of a run, as far as it is the same for every command.
    private struct Answer: Decodable {
        struct Mistake: Decodable {
            let code: String
            let message: String?
            let hint: String?
        }

        let ok: Bool
        let exitCode: Int
        let errors: [Mistake]
        let writes: Int
        let plannedWrites: Int

        private enum CodingKeys: String, CodingKey {
            case ok
            case exitCode = "exit_code"
            case errors, writes
            case plannedWrites = "planned_writes"
        }
    }

    @Test func `a run's answer has the keys of every answer, and a file of its own if that is asked for`() async throws
    {
        try await SyncInstallation.run { shop in
            let ending = try await shop.run("sync", "--yes", "--json", "--report", "report.json")
            #expect(shop.program.read("report.json") == ending.out)
            let fields = try JSONDecoder().decode([String: Anything].self, from: Data(ending.out.utf8))
            let wanted = [
                "schema", "ok", "exit_code", "command", "env", "providers", "run_id", "started_at", "duration_ms",
                "summary", "changes", "errors", "writes", "planned_writes", "reads",
            ]
            #expect(Set(fields.keys).isSuperset(of: wanted), "\(fields.keys.sorted())")
            #expect(ending.out.contains("\"schema\" : \"till.catalog.sync/1\""))
            for action in ["create", "update", "replace", "archive", "manual", "blocked", "noop", "drift", "conflict"] {
                #expect(ending.out.contains("\"\(action)\" : "), "\(action)")
            }
        }
    }

    /// Any value of JSON.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    @Test func `a run is told as it goes, one event on a line`() async throws {
        try await SyncInstallation.run { shop in
            struct Event: Decodable {
                let event: String
                let key: String?
                let provider: String?
            }
            let ending = try await shop.run("sync", "--yes", "--json-stream")
            let events = try ending.out.split(separator: "\n").map {
                try JSONDecoder().decode(Event.self, from: Data($0.utf8))
            }
            #expect(events.last?.event == "finished")
            #expect(events.filter { $0.event == "started" }.count == 2)
            let told = { (name: String) in
                events.filter { $0.event == name }.map { "\($0.provider ?? "") \($0.key ?? "")" }
            }
            #expect(told("op_intent").sorted() == told("op_done").sorted())
            #expect(told("verified").sorted() == told("op_done").sorted())
            #expect(told("op_done").count == 7 + 5)
        }
    }
}
