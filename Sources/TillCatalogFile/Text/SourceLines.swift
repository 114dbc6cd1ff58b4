/// Walks a text once, from front to back, and tells lines and columns of ascending positions.
///
/// Lines end as editors see them: at LF, CR LF or CR.
struct SourceLines {
    /// Where a span is, with the line it is on.
    struct Place {
        let line: Int
        let column: Int
        /// How many characters of the span are on its first line; at least 1.
        let length: Int
        /// The bytes of the line, without its break.
        let bytes: Range<Int>
        /// The position of the line's first character.
        let lineStart: Int
    }

    private let source: SourceText
    /// Just after the last byte that is neither a space nor a line break.
    private let contentEnd: Int
    private var line = 1
    private var lineStart: (offset: Int, character: Int)
    private var lineEnd: (offset: Int, character: Int)

    /// A walk that stands at the first line.
    init(_ source: SourceText) {
        self.source = source
        contentEnd = source.bytes.lastIndex { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }.map { $0 + 1 } ?? 0
        lineStart = (source.bodyStart, source.base)
        lineEnd = lineStart
        findLineEnd()
    }

    /// Where a span begins.
    ///
    /// Spans must be asked for in ascending order of their start. A position behind the last line
    /// that holds anything is taken as the end of that line.
    mutating func place(of span: SourceSpan) -> Place {
        while span.start > lineEnd.character, let next = nextLineStart(), next.offset < contentEnd {
            lineStart = next
            line += 1
            findLineEnd()
        }
        let start = min(span.start, lineEnd.character)
        let length = max(1, min(span.end, lineEnd.character) - start)
        return Place(
            line: line, column: start - lineStart.character + 1, length: length,
            bytes: lineStart.offset..<lineEnd.offset, lineStart: lineStart.character)
    }

    private mutating func findLineEnd() {
        var (offset, character) = lineStart
        source.bytes.withUnsafeBufferPointer { bytes in
            while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
                if !bytes[offset].isContinuation { character += 1 }
                offset += 1
            }
        }
        lineEnd = (offset, character)
    }

    private func nextLineStart() -> (offset: Int, character: Int)? {
        let bytes = source.bytes
        guard lineEnd.offset < bytes.count else { return nil }
        let isPair =
            bytes[lineEnd.offset] == 0x0D && lineEnd.offset + 1 < bytes.count && bytes[lineEnd.offset + 1] == 0x0A
        let width = isPair ? 2 : 1
        return (lineEnd.offset + width, lineEnd.character + width)
    }
}
