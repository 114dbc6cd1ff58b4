/// A place in a file: lines and columns count from 1, columns in Unicode characters.
public struct SourceLocation: Sendable, Hashable, Codable, Comparable {
    /// The file as it was named by whoever asked.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in Unicode characters.
    public let column: Int
    /// How many characters of the line are meant; at least 1.
    public let length: Int

    /// A place in a file.
    public init(file: String, line: Int, column: Int, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
    }

    /// By file, then line, then column.
    public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
