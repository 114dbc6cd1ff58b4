/// A stretch of a file's text, counted in Unicode characters from its beginning.
///
/// Lines and columns are worked out only for what is shown, so nothing is counted for a file without mistakes.
struct SourceSpan: Sendable, Hashable {
    /// The first character.
    let start: Int
    /// Just after the last character; may equal `start`.
    let end: Int

    /// From one character up to another.
    init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The beginning of the file.
    static let beginning = SourceSpan(0, 0)

    /// Whether another stretch lies inside this one.
    func contains(_ other: SourceSpan) -> Bool { start <= other.start && other.end <= end }
}
