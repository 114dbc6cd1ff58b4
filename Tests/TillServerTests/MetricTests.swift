import CoreMetrics
import NIOHTTP1
import Testing
import TillModel

@testable import TillServer

@Suite(.timeLimit(.minutes(15))) struct MetricTests {
    @Test func `counts, gauges and durations are told in the form that Prometheus reads`() {
        let registry = MetricRegistry()
        registry.makeCounter(label: "a_total", dimensions: [("b", "x\"y\\z\n"), ("a", "1")]).increment(by: 2)
        registry.makeCounter(label: "a_total", dimensions: [("a", "1"), ("b", "x\"y\\z\n")]).increment(by: 3)
        registry.makeMeter(label: "level", dimensions: []).set(1.5)
        let timer = registry.makeTimer(label: "took-seconds", dimensions: [])
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(60_000_000_000)
        let lines = registry.text().split(separator: "\n").map(String.init)
        #expect(lines.contains(#"a_total{a="1",b="x\"y\\z\n"} 5"#))
        #expect(lines.contains("level 1.5"))
        #expect(lines.contains("# TYPE took_seconds histogram"))
        #expect(lines.contains(#"took_seconds_bucket{le="0.001"} 0"#))
        #expect(lines.contains(#"took_seconds_bucket{le="0.0025"} 1"#))
        #expect(lines.contains(#"took_seconds_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("took_seconds_count 2"))
    }

    @Test func `a label that anybody can make up does not fill the memory`() {
        let registry = MetricRegistry()
        for index in 0..<(MetricRegistry.mostSeries + 100) {
            registry.makeCounter(label: "c", dimensions: [("n", "\(index)")]).increment(by: 1)
        }
        let lines = registry.text().split(separator: "\n").count
        #expect(lines == MetricRegistry.mostSeries + 1)
    }

    @Test func `the page tells how much waits`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.ask(.GET, "/metrics")
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "content-type") == "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
