/// A text that is written below its key, after `|` or `>`.
struct BlockScalar {
    private let source: LayoutSource
    /// `|` or `>`.
    private let style: UInt8
    /// How many spaces the file says do not belong to the text; nil when its first line shows that.
    private let explicit: Int?
    private var chomping: UInt8?
    /// Its lines and the breaks behind them.
    private let lines: [(text: Range<Int>, lineBreak: Range<Int>)]

    /// The block in a stretch of a file, from its `|` or `>` on.
    init(_ source: LayoutSource, _ content: Range<Int>) {
        self.source = source
        let bytes = source.bytes
        style = bytes[content.lowerBound]
        let headerEnd = source.lineEnd(from: content.lowerBound, to: content.upperBound)
        let header = bytes[(content.lowerBound + 1)..<headerEnd].prefix { !$0.isBlank && $0 != 0x23 }
        explicit = header.first(where: \.isDigit).map { Int($0) - 0x30 }
        chomping = header.first { $0 == 0x2B || $0 == 0x2D }
        var lines: [(Range<Int>, Range<Int>)] = []
        var start = headerEnd + source.breakLength(at: headerEnd)
        while start < content.upperBound {
            let end = source.lineEnd(from: start, to: content.upperBound)
            let next = end + source.breakLength(at: end)
            lines.append((start..<end, end..<next))
            start = next
        }
        self.lines = lines
    }

    /// Whether line breaks at its end belong to it.
    var keepsEnd: Bool { chomping == 0x2B }

    /// How many spaces before each line do not belong to the text, below a key or `-` in a column; nil at the top.
    func indentation(below column: Int?) -> Int {
        if let explicit { return (column ?? 0) + explicit }
        for line in lines {
            let text = source.bytes[line.text]
            if let first = text.firstIndex(where: { $0 != 0x20 }) { return first - text.startIndex }
        }
        return .max
    }

    /// Writes it with other spaces before its lines; `comment` goes beside the header.
    func write(to out: inout [UInt8], indentation: Int, as wanted: Int, comment: Range<Int>?) {
        var kept = lines[...]
        let isEmpty = { (line: Range<Int>) in
            line.count <= indentation && source.bytes[line].allSatisfy { $0 == 0x20 }
        }
        var chomping = chomping
        if let last = kept.last, last.lineBreak.isEmpty {
            // Without a break behind its last line the file gives the text none, and one is about to be written.
            if isEmpty(last.text) { kept.removeLast() } else { chomping = 0x2D }
        }
        if !keepsEnd { while let last = kept.last, isEmpty(last.text) { kept.removeLast() } }
        out.append(style)
        if explicit != nil { out.append(0x32) }
        if let chomping { out.append(chomping) }
        if let comment {
            out.append(0x20)
            out += source.bytes[comment]
        }
        out.append(0x0A)
        for line in kept {
            if !isEmpty(line.text) {
                out.append(contentsOf: repeatElement(0x20, count: wanted))
                out += source.bytes[line.text].dropFirst(indentation)
            }
            if line.lineBreak.isEmpty { out.append(0x0A) } else { out += source.bytes[line.lineBreak] }
        }
    }
}

extension LayoutSource {
    /// Writes a text of several lines, in quotes or without, with other spaces before all but its first.
    func writeLines(_ content: Range<Int>, to out: inout [UInt8], indentation: Int) {
        let isEscaped = bytes[content.lowerBound] == 0x22
        var start = content.lowerBound
        while true {
            let end = lineEnd(from: start, to: content.upperBound)
            let isLast = end == content.upperBound
            if start > content.lowerBound {
                while start < end, bytes[start].isBlank { start += 1 }
            }
            var last = end
            while !isLast, last > start, bytes[last - 1].isBlank { last -= 1 }
            // A blank behind a backslash belongs to the text.
            if isEscaped, last < end, bytes[start..<last].reversed().prefix(while: { $0 == 0x5C }).count % 2 == 1 {
                last += 1
            }
            if start > content.lowerBound, start < last {
                out.append(contentsOf: repeatElement(0x20, count: indentation))
            }
            out += bytes[start..<last]
            guard !isLast else { return }
            let next = end + breakLength(at: end)
            out += bytes[end..<next]
            start = next
        }
    }
}
