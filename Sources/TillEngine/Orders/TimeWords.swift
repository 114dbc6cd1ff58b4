import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Spans of time as people say them.
package enum TimeWords {
    /// A span in its largest useful unit: `40 ms`, `3 s`, `5 min`, `2 h`, `4 days`.
    package static func span(_ seconds: TimeInterval) -> String {
        let seconds = abs(seconds)
        guard seconds < 315_360_000 else { return "years" }
        if seconds < 1 { return "\(Int((seconds * 1_000).rounded())) ms" }
        if seconds < 120 { return "\(Int(seconds)) s" }
        if seconds < 7_200 { return "\(Int(seconds / 60)) min" }
        if seconds < 172_800 { return "\(Int(seconds / 3_600)) h" }
        return "\(Int(seconds / 86_400)) days"
    }

    /// An instant to the second, in UTC: `2026-11-21 08:28:35`.
    package static func instant(_ date: Date) -> String {
        String(date.rfc3339.prefix(19)).replacing("T", with: " ")
    }
}
