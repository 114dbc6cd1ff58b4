import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An instant that a request names, in RFC 3339.
struct PaddleInstant: Sendable {
    static let shape = PaddleShape.matching("Does not match format 'date-time'") { PaddleInstant($0) != nil }

    private let date: Date

    /// The instant that the text names, with or without a fraction of a second; nil when it names none.
    init?(_ text: String) {
        // The parser alone would pass over what follows an instant.
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)/.asciiOnlyDigits()
        guard text.wholeMatch(of: form) != nil else { return nil }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return nil }
        self.date = date
    }

    /// Milliseconds since 1970.
    var milliseconds: Int64 { date.millisecondsSince1970 }

    /// The instant as Paddle writes it.
    var text: String { Date(millisecondsSince1970: milliseconds).rfc3339 }
}
