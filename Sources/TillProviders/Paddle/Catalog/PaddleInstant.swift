import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Instants as Paddle writes them: RFC 3339, with or without a fraction of a second.
enum PaddleInstant {
    /// An instant, from seconds since 1970.
    static func text(_ seconds: Int64) -> String {
        Date(secondsSince1970: seconds).formatted(Date.ISO8601FormatStyle())
    }

    /// Whole seconds since 1970; nil for what is no instant.
    static func seconds(_ text: String) -> Int64? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return nil }
        return Int64(exactly: date.timeIntervalSince1970.rounded(.down))
    }
}
