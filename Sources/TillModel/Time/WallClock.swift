#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the time of day comes from.
///
/// Given to whatever needs it, so that a test, and the sandbox, can move it.
public protocol WallClock: Sendable {
    /// The present instant.
    func now() -> Date
}

extension Date {
    /// Whole milliseconds since 1970, as the store keeps instants; at most the year 9999, at least 1970.
    package var millisecondsSince1970: Int64 {
        Int64((Date.plausible(timeIntervalSince1970) * 1000).rounded())
    }

    /// An instant from whole seconds since 1970 that came from outside, kept between 1970 and the year 9999.
    package init(secondsSince1970 seconds: Int64) {
        self.init(timeIntervalSince1970: Date.plausible(TimeInterval(seconds)))
    }

    private static func plausible(_ seconds: TimeInterval) -> TimeInterval {
        seconds.isNaN ? 0 : min(max(seconds, 0), 253_402_300_799)
    }

    /// An instant from whole milliseconds since 1970.
    package init(millisecondsSince1970 milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// This instant as RFC 3339 in UTC with milliseconds, as answers and events spell it.
    package var rfc3339: String {
        // Digits beyond milliseconds are cut off, and most milliseconds are a little less than themselves in binary.
        let whole = Date(timeIntervalSince1970: (timeIntervalSince1970 * 1_000).rounded() / 1_000 + 0.000_2)
        return whole.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
