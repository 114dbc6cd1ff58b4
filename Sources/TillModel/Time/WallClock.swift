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
    /// Whole milliseconds since 1970, as the store keeps instants.
    package var millisecondsSince1970: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    /// An instant from whole milliseconds since 1970.
    package init(millisecondsSince1970 milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// This instant as RFC 3339 in UTC with milliseconds, as answers and events spell it.
    package var rfc3339: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}
