import CoreMetrics
import Synchronization

/// Keeps what is counted and measured, for `GET /metrics`.
///
/// Handed to swift-metrics by the program, so that our own counts and those of libraries come to one place.
package final class MetricRegistry: MetricsFactory, Sendable {
    /// One series: a name with its labels.
    struct Series: Hashable, Sendable {
        let name: String
        let labels: [Label]

        struct Label: Hashable, Sendable {
            let name: String
            let value: String
        }

        init(_ name: String, _ dimensions: [(String, String)]) {
            self.name = name
            labels = dimensions.map(Label.init).sorted { $0.name < $1.name }
        }
    }

    private struct Kept {
        var counters: [Series: MetricCounter] = [:]
        var gauges: [Series: MetricGauge] = [:]
        var histograms: [Series: MetricHistogram] = [:]
    }

    private let kept = Mutex(Kept())

    package init() {}

    /// More series than this are not kept: a label that holds what anybody can make up would fill the memory.
    static let mostSeries = 10_000

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let series = Series(label, dimensions)
        return kept.withLock { kept in
            if let counter = kept.counters[series] { return counter }
            let counter = MetricCounter()
            if kept.counters.count < Self.mostSeries { kept.counters[series] = counter }
            return counter
        }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> MetricGauge {
        let series = Series(label, dimensions)
        return kept.withLock { kept in
            if let gauge = kept.gauges[series] { return gauge }
            let gauge = MetricGauge()
            if kept.gauges.count < Self.mostSeries { kept.gauges[series] = gauge }
            return gauge
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> MetricHistogram {
        let series = Series(label, dimensions)
        return kept.withLock { kept in
            if let histogram = kept.histograms[series] { return histogram }
            let histogram = MetricHistogram()
            if kept.histograms.count < Self.mostSeries { kept.histograms[series] = histogram }
            return histogram
        }
    }

    // What was counted stays counted: a series that comes and goes would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything that is kept, in the text form that Prometheus reads.
    func text() -> String {
        let (counters, gauges, histograms) = kept.withLock { ($0.counters, $0.gauges, $0.histograms) }
        var text = MetricText()
        text.add(counters.mapValues { [("", [], String($0.count))] }, as: "counter")
        text.add(gauges.mapValues { [("", [], MetricText.number($0.value))] }, as: "gauge")
        text.add(histograms.mapValues(\.lines), as: "histogram")
        return text.text
    }
}
