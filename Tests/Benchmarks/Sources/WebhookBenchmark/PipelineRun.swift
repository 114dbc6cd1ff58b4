import Foundation
import TillModel
import TillStore

/// How soon what a webhook says is done: the order paid, its events written, the team's hook run.
struct PipelineRun {
    private let bench: Bench
    private let options: BenchmarkOptions

    init(_ options: BenchmarkOptions) {
        bench = Bench(options)
        self.options = options
    }

    func run() async throws {
        Text.line("pipeline, \(bench.databaseName); ratios count, not figures")
        Text.line("flushes of 4 KiB", "\(Text.grouped(try DiskRate.measure(folder: options.folder)))/s")
        try await bench.prepare()
        if options.rows > 0 { Text.line("old messages", Text.grouped(Double(options.rows))) }
        try await finishLeftovers()

        let flood = try await measure(part: 1, orders: options.orders, pace: .closed)
        Text.line(
            "paid through to the hook",
            "\(Text.grouped(flood.perSecond))/s, \(options.orders) orders at once, three events each; "
                + "acknowledged \(Text.grouped(flood.acknowledged))/s; \(flood.machine)")
        let rate = flood.perSecond / 2
        let steady = try await measure(
            part: 2, orders: Int(rate * Double(options.seconds)), pace: .open(perSecond: rate))
        var latencies = steady.latencies
        Text.line(
            "from receipt to the hook's end", "\(latencies.summary()) at \(Text.grouped(rate))/s; \(steady.machine)")
        bench.removeFresh()
    }

    /// Has a server do what an earlier run left undone in a database that is kept, so that it is not counted.
    private func finishLeftovers() async throws {
        let server = try await bench.startCatalog()
        let reader = try await bench.open(.reading)
        while try await !Progress.isDrained(reader.store) { try await Task.sleep(for: .milliseconds(100)) }
        await server.stop()
        try await reader.close()
    }

    private struct Result {
        let perSecond: Double
        let acknowledged: Double
        let latencies: Latencies
        let machine: String
    }

    /// Makes orders, pays them by webhook, and waits until every message and every hook is done.
    private func measure(part: UInt64, orders: Int, pace: Load.Pace) async throws -> Result {
        let seeding = OrderSeeding(catalogFile: "products.yaml", run: bench.run &+ part &* 4_000_000)
        // In a scope of its own: the lock on the file goes with whoever holds it.
        do {
            let database = try await bench.open(.serving)
            try await seeding.make(orders, in: database.store)
            try await database.close()
        }
        let server = try await bench.startCatalog()
        let reader = try await bench.open(.reading)
        let start = ContinuousClock.now
        let events = StripeEvents(template: options.template, run: bench.run &+ part &* 4_000_000) { number in
            seeding.subject(of: number)
        }
        let before = server.processorSeconds
        let machine = MachineLoad { server.processorSeconds + MachineLoad.processorSeconds(of: "self") }
        let (outcome, _) = try await bench.load(
            server, events, connections: 128, pace: pace, warmUp: 0, seconds: 600, most: orders)
        while try await !Progress.isDrained(reader.store) { try await Task.sleep(for: .milliseconds(20)) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let others = machine.others()
        let processor = (server.processorSeconds - before) / Double(orders) * 1e6
        let latencies = try await Progress.latencies(reader.store, paid: orders, of: seeding)
        await server.stop()
        try await reader.close()
        return Result(
            perSecond: Double(orders) / seconds, acknowledged: outcome.perSecond, latencies: latencies,
            machine: "\(Text.grouped(processor)) µs of processor each; others \(Text.tenths(others)) processors")
    }
}
