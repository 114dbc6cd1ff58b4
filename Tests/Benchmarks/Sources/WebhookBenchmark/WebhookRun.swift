import Foundation
import NIOCore
import NIOPosix

/// How many webhooks are acknowledged, and how soon: beside the disk's flushes and a program that stores nothing.
struct WebhookRun {
    private let bench: Bench
    private let options: BenchmarkOptions

    init(_ options: BenchmarkOptions) {
        bench = Bench(options)
        self.options = options
    }

    func run() async throws {
        Text.line("webhooks, \(bench.databaseName), \(options.seconds) s each; ratios count, not figures")
        let flushes = try DiskRate.measure(folder: options.folder)
        Text.line("flushes of 4 KiB", "\(Text.grouped(flushes))/s")
        try await bench.prepare()
        if options.rows > 0 { Text.line("old messages", Text.grouped(Double(options.rows))) }

        let plain = try await bench.startPlain()
        var plainRates: [Int: Double] = [:]
        for connections in [128, 1_000] {
            let (outcome, machine) = try await bench.load(
                plain, bench.unrelated(UInt64(connections)), connections: connections, pace: .closed)
            plainRates[connections] = outcome.perSecond
            report("plain, nothing stored, \(connections)", outcome, machine)
        }
        await plain.stop()

        let server = try await bench.startCatalog()
        Text.line("memory before", "\(Text.tenths(server.megabytes)) MB")
        var best = 0.0
        var memory = 0.0
        for connections in [128, 1_000] {
            let (outcome, machine) = try await bench.load(
                server, bench.unrelated(UInt64(connections) + 1), connections: connections, pace: .closed,
                whileFull: { memory = server.megabytes })
            best = outcome.perSecond
            let plainRate = plainRates[connections] ?? 0
            report(
                "till, \(connections) connections", outcome,
                "\(Text.hundredths(outcome.perSecond / plainRate))x plain, "
                    + "\(Text.tenths(outcome.perSecond / flushes))x flushes; \(machine)")
        }
        Text.line("memory at 1,000 connections", "\(Text.tenths(memory)) MB")
        let (steady, machine) = try await bench.load(
            server, bench.unrelated(3), connections: 1_000, pace: .open(perSecond: best / 2))
        report(
            "half of it, from intended times", steady,
            "asked \(Text.grouped(best / 2))/s; \(machine)")
        await server.stop()

        // A provider that takes connections and never answers: nothing on this path may wait for it.
        let hole = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let deaf = try await bench.startCatalog(provider: "http://127.0.0.1:\(hole.localAddress?.port ?? 9)")
        let (without, _) = try await bench.load(deaf, bench.unrelated(4), connections: 1_000, pace: .closed)
        report(
            "provider never answers, 1,000", without, "\(Text.hundredths(without.perSecond / best))x as many as before")
        await deaf.stop()
        try await hole.close()
        bench.removeFresh()
    }

    private func report(_ name: String, _ outcome: Load.Outcome, _ more: String) {
        var latencies = outcome.latencies
        Text.line(name, "\(Text.grouped(outcome.perSecond))/s, \(latencies.summary()); \(more)")
    }
}
