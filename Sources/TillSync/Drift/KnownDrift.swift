import TillModel

/// Drift that somebody knows of and lets be until a day.
package struct KnownDrift: Sendable, Hashable {
    /// As the file calls it, with or without the kind: `pro/monthly`, `price pro/monthly`.
    package let key: String
    package let kind: DriftClass
    /// The last day on which it is let be.
    package let until: CalendarDate
    /// Why: one line.
    package let reason: String

    /// nil for what could not be told apart from the rest of its line.
    package init?(key: String, kind: DriftClass, until: CalendarDate, reason: String) {
        let reason = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !key.isEmpty, !key.contains(where: \.isNewline), !key.contains(Self.untilWord), !key.hasPrefix("#"),
            !reason.isEmpty
        else { return nil }
        (self.key, self.kind, self.until, self.reason) = (key, kind, until, reason)
    }

    /// Whether a finding is meant, on whichever day.
    package func means(_ key: CatalogObjectKey, _ kind: DriftClass) -> Bool {
        self.kind == kind && (self.key == key.name || self.key == key.description)
    }

    /// Whether its last day is over.
    package func isOver(on day: CalendarDate) -> Bool { until < day }

    // MARK: - Its line

    private static let untilWord = " until "
    private static let becauseWord = " because "

    /// How it is written: `pro/monthly:changed until 2027-01-31 because marketing tries it out`.
    package var line: String { "\(key):\(kind.rawValue)\(Self.untilWord)\(until)\(Self.becauseWord)\(reason)" }

    /// Reads a line; nil for any other text.
    package init?(line: some StringProtocol) {
        guard let (subject, rest) = Self.parts(of: line, around: Self.untilWord),
            let (day, reason) = Self.parts(of: rest, around: Self.becauseWord), let until = CalendarDate(day),
            let (key, kind) = Self.subject(subject)
        else { return nil }
        self.init(key: key, kind: kind, until: until, reason: reason)
    }

    /// A key and what is so of it, from `pro/monthly:changed`.
    package static func subject(_ text: String) -> (key: String, kind: DriftClass)? {
        guard let colon = text.lastIndex(of: ":"),
            let kind = DriftClass(rawValue: String(text[text.index(after: colon)...])), colon > text.startIndex
        else { return nil }
        return (String(text[..<colon]), kind)
    }

    private static func parts(of text: some StringProtocol, around word: String) -> (String, String)? {
        guard let range = text.firstRange(of: word) else { return nil }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
}

extension KnownDrift: Comparable {
    /// By key, so that two people who add something seldom meet in one line.
    package static func < (left: KnownDrift, right: KnownDrift) -> Bool {
        (left.key, left.kind.rawValue) < (right.key, right.kind.rawValue)
    }
}
