import Metrics
import TillModel

/// What is counted and measured, by the names under which operators find it.
enum Measurements {
    /// A request that claimed to be a provider's: what became of it.
    static func webhook(_ provider: ProviderName, _ result: String) {
        Counter(
            label: "till_webhook_received_total", dimensions: [("provider", provider.rawValue), ("result", result)]
        ).increment()
    }

    /// How long it took to apply a message, its transaction included.
    static func applied(in duration: Duration) {
        Timer(label: "till_apply_seconds").recordNanoseconds(duration.nanoseconds)
    }

    /// Something became true.
    static func event(_ kind: EventKind) {
        Counter(label: "till_event_total", dimensions: [("type", kind.rawValue)]).increment()
    }

    /// How long a run of a hook took.
    static func hook(_ name: String, _ result: String, in duration: Duration) {
        Timer(label: "till_hook_seconds", dimensions: [("hook", name), ("result", result)])
            .recordNanoseconds(duration.nanoseconds)
    }

    /// Something was given up.
    static func dead(_ reason: DeadReason) {
        Counter(
            label: "till_dead_total", dimensions: [("stage", reason.stage.rawValue), ("reason", reason.rawValue)]
        ).increment()
    }

    /// How much work waits, and for how long the oldest has.
    static func waiting(_ stage: String, _ counts: HealthReader.Counts) {
        let dimensions = [("stage", stage)]
        Meter(label: "till_unfinished", dimensions: dimensions).set(counts.unfinished)
        Meter(label: "till_dead", dimensions: dimensions).set(counts.dead)
        Meter(label: "till_oldest_age_seconds", dimensions: dimensions).set(counts.oldestDueSeconds ?? 0)
    }

    /// How much at the providers is not as it was pushed there.
    static func drift(_ findings: Int) { Meter(label: "till_catalog_drift").set(findings) }

    /// Whether the database takes writes.
    static func database(isWritable: Bool) {
        Meter(label: "till_database_writable").set(isWritable ? 1 : 0)
    }

    /// How far our clock is ahead of a provider's, in seconds.
    static func clockSkew(_ seconds: Int64, from provider: ProviderName) {
        Meter(label: "till_clock_skew_seconds", dimensions: [("provider", provider.rawValue)]).set(seconds)
    }

    static func checkoutOpened() { Counter(label: "till_checkout_created_total").increment() }
}

extension Duration {
    /// Whole nanoseconds; as many as there can be when there are more.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : scaled.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
}
