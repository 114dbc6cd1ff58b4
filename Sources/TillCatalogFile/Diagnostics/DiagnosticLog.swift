import TillModel

/// Collects what is wrong with a file while it is read, and turns it into diagnostics at the end.
///
/// The same mistake at the same place is kept once, since a value may be read through several aliases.
struct DiagnosticLog {
    private struct Entry: Hashable {
        let code: DiagnosticCode
        let severity: Diagnostic.Severity
        let message: String
        let help: String?
        let span: SourceSpan
        let earlier: Earlier?
    }

    /// A place that a mistake has to do with, told by its line.
    struct Earlier: Hashable {
        /// What is there: "the first is".
        let what: String
        let span: SourceSpan
    }

    /// How many diagnostics are given at most; one more then says how many are not.
    static let maximumShown = 200

    /// How many entries are kept to choose the shown ones from; beyond that they are only counted, so that a
    /// hostile file costs little.
    private static let maximumKept = 1_000

    private var entries: [Entry] = []
    private var seen: Set<Entry> = []
    private var unknownKeys: Set<SourceSpan> = []
    private var notKept = 0
    private var told: Set<DiagnosticCode> = []
    private var hidden: [SourceSpan] = []

    /// The overlay that makes mistakes of what else is right, and where it is written.
    var overlay: (name: String, place: Range<Int>)?

    /// How many mistakes were reported that make the file unusable, repetitions included.
    private(set) var errorCount = 0

    /// Whether anything was reported that makes the file unusable.
    var hasErrors: Bool { errorCount > 0 }

    /// Records a mistake that makes the file unusable; `earlier` is what it has to do with.
    mutating func error(
        _ code: DiagnosticCode, at span: SourceSpan, _ message: @autoclosure () -> String,
        help: @autoclosure () -> String? = nil, earlier: Earlier? = nil
    ) {
        errorCount += 1
        guard let overlay, !overlay.place.contains(span.start) else {
            return add(code, .error, span, message, help, earlier)
        }
        add(code, .error, span, { message() + ", with overlay `\(Quoting.clipped(overlay.name))`" }, help, earlier)
    }

    /// Records something that is perhaps not as meant.
    mutating func warning(
        _ code: DiagnosticCode, at span: SourceSpan, _ message: @autoclosure () -> String,
        help: @autoclosure () -> String? = nil
    ) {
        add(code, .warning, span, message, help, nil)
    }

    /// Records something that is said only once for a whole file.
    mutating func warningOnce(_ code: DiagnosticCode, at span: SourceSpan, _ message: String, help: String) {
        guard told.insert(code).inserted else { return }
        warning(code, at: span, message, help: help)
    }

    /// Keeps a stretch of the file out of every source line that is shown.
    mutating func hide(_ span: SourceSpan) { hidden.append(span) }

    private mutating func add(
        _ code: DiagnosticCode, _ severity: Diagnostic.Severity, _ span: SourceSpan, _ message: () -> String,
        _ help: () -> String?, _ earlier: Earlier?
    ) {
        // Aliases and overlays can put one key into several maps, each with a name of its own.
        guard code != .unknownKey || unknownKeys.insert(span).inserted else { return }
        guard entries.count < DiagnosticLog.maximumKept else {
            notKept += 1
            return
        }
        let entry = Entry(
            code: code, severity: severity, message: SecretScanner.masked(message()),
            help: help().map(SecretScanner.masked), span: span, earlier: earlier)
        if seen.insert(entry).inserted { entries.append(entry) }
    }
}

extension DiagnosticLog {
    /// Everything that was recorded, in the order of the files, which must be in the order of their positions.
    func diagnostics(in sources: [SourceText]) -> [Diagnostic] {
        let ordered = entries.enumerated().sorted {
            ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
        }.map(\.element)
        let notShown = max(0, ordered.count - DiagnosticLog.maximumShown) + notKept
        let shown = ordered.prefix(DiagnosticLog.maximumShown)
        let earlierLines = lineNumbers(of: shown.compactMap(\.earlier?.span), in: sources)
        var rest = sources[...]
        guard var source = rest.popFirst() else { return [] }
        var lines = SourceLines(source)
        var sourceLine = ShownLine(source: source, hidden: hidden)
        var result: [Diagnostic] = []
        for entry in shown {
            while entry.span.start >= source.end, let next = rest.popFirst() {
                source = next
                lines = SourceLines(source)
                sourceLine = ShownLine(source: source, hidden: hidden)
            }
            let place = lines.place(of: entry.span)
            result.append(
                Diagnostic(
                    code: entry.code.rawValue, severity: entry.severity, message: entry.message,
                    help: help(of: entry, earlierLines, in: source.file),
                    location: SourceLocation(
                        file: source.file, line: place.line, column: place.column, length: place.length),
                    sourceLine: sourceLine.text(of: place)))
        }
        guard notShown > 0, let last = result.last else { return result }
        return result + [
            Diagnostic(
                code: DiagnosticCode.tooManyProblems.rawValue, severity: hasErrors ? .error : .warning,
                message: notShown == 1 ? "1 more problem is not shown" : "\(notShown) more problems are not shown",
                help: "mend the ones above, then check again", location: last.location)
        ]
    }

    private func help(of entry: Entry, _ lines: [SourceSpan: Line], in file: String) -> String? {
        guard let earlier = entry.earlier, let line = lines[earlier.span] else { return entry.help }
        return (entry.help.map { $0 + "; " } ?? "") + "\(earlier.what) on line \(line.number)"
            + (line.file == file ? "" : " of \(Quoting.clipped(line.file))")
    }

    private struct Line {
        let file: String
        let number: Int
    }

    private func lineNumbers(of spans: [SourceSpan], in sources: [SourceText]) -> [SourceSpan: Line] {
        var numbers: [SourceSpan: Line] = [:]
        for source in sources {
            var lines = SourceLines(source)
            let inside = spans.filter { (source.base..<source.end).contains($0.start) }
            for span in inside.sorted(by: { $0.start < $1.start }) {
                numbers[span] = Line(file: source.file, number: lines.place(of: span).line)
            }
        }
        return numbers
    }
}

/// The text of a source line as it may be shown, made once for all diagnostics on it.
private struct ShownLine {
    let source: SourceText
    let hidden: [SourceSpan]
    private var made: (bytes: Range<Int>, text: String?)?

    /// A line longer than this many bytes is not shown.
    private static let maximumBytes = 64 << 10

    init(source: SourceText, hidden: [SourceSpan]) {
        self.source = source
        self.hidden = hidden
    }

    mutating func text(of place: SourceLines.Place) -> String? {
        if let made, made.bytes == place.bytes { return made.text }
        let text = place.bytes.isEmpty || place.bytes.count > ShownLine.maximumBytes ? nil : masked(place)
        made = (place.bytes, text)
        return text
    }

    private func masked(_ place: SourceLines.Place) -> String {
        let line = String(
            decoding: SecretScanner.maskedKeepingColumns(source.bytes[place.bytes]), as: UTF8.self)
        var scalars = Array(line.unicodeScalars)
        let whole = place.lineStart..<place.lineStart + scalars.count
        let spans = hidden.map { ($0.start..<$0.end).clamped(to: whole) }.filter { !$0.isEmpty }
        guard !spans.isEmpty else { return line }
        for span in spans {
            for position in span { scalars[position - place.lineStart] = "*" }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
