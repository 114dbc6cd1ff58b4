/// Says in a shop owner's words why a text is not YAML.
struct YAMLSyntaxProblem {
    private let failure: YAMLFailure
    private let text: UnsafeBufferPointer<UInt8>
    private let base: Int

    /// The text in quotes that was read last, if that is what was read last.
    private let quoted: SourceSpan?

    /// A failure of reading a text, which must stay in place meanwhile.
    init(_ failure: YAMLFailure, text: UnsafeBufferPointer<UInt8>, base: Int, quoted: SourceSpan?) {
        self.failure = failure
        self.text = text
        self.base = base
        self.quoted = quoted.map { SourceSpan($0.start - base, $0.end - base) }
    }

    /// Reports the problem where its cause is most likely.
    func report(to log: inout DiagnosticLog) {
        let here = SourceSpan(base + failure.problemAt, base + failure.problemAt + 1)
        let opening = SourceSpan(base + failure.contextAt, base + failure.contextAt + 1)
        if let quoted, (0...1).contains(failure.problemAt - quoted.end) { return reportTextBehind(quoted, here, &log) }
        switch failure.problem {
        case "found unexpected end of stream", "found unexpected document indicator":
            log.error(
                .unclosedQuote, at: opening, "this quote is never closed",
                help: "close it, or, when the quote belongs to the text, put the whole text in quotes of the other kind"
            )
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            reportBracket(here, opening, &log)
        case "found character that cannot start any token": reportCharacter(here, &log)
        case "found a tab character where an indentation space is expected",
            "found a tab character that violates indentation":
            reportTab(here, &log)
        case "mapping values are not allowed in this context":
            log.error(
                .syntax, at: here, "a `:` is not allowed here",
                help:
                    "text that contains `: ` needs quotes; otherwise look at this line's indentation, and for a missing "
                    + "`:` on the line above"
            )
        case "could not find expected ':'":
            let start = failure.context.isEmpty ? here : opening
            log.error(
                .syntax, at: start, "a `:` is missing after this key",
                help: "write `key: value`; a line that continues the text above must be indented further than its key")
        case "did not find expected key", "did not find expected '-' indicator":
            log.error(
                .syntax, at: here, "this line does not fit the lines above it",
                help:
                    "entries that belong together begin in the same column; look for wrong indentation, a missing `:` "
                    + "or text behind a closing quote")
        case "block sequence entries are not allowed in this context":
            log.error(
                .syntax, at: here, "a list item is not allowed here",
                help: "begin the list on a line of its own, one `- item` on each line, or write `[one, two]`")
        case "did not find expected alphabetic or numeric character":
            log.error(
                .syntax, at: opening, "text that begins with `\(character(at: failure.contextAt))` needs quotes",
                help: "put the text in quotes")
        case "did not find expected node content":
            guard byteOffset(of: failure.problemAt) < text.count else {
                log.error(.unclosedBracket, at: here, "the file ends inside a bracket", help: "close what is open")
                return
            }
            log.error(.syntax, at: here, "a value is missing here", help: "remove the `,` or bracket, or write a value")
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            log.error(
                .syntax, at: here, "this backslash begins no escape that YAML knows",
                help: "write `\\\\` for a backslash, or use single quotes, in which a backslash is just that")
        case "found undefined tag handle", "did not find expected tag URI", "did not find expected '!'":
            log.error(
                .tag, at: opening, "a tag has no meaning here",
                help: "remove it; text that begins with `!` needs quotes")
        case "out of memory":
            log.error(.syntax, at: here, "there is not enough memory to read the file")
        default:
            let context = failure.context.isEmpty ? "" : "\(failure.context): "
            log.error(.syntax, at: here, "this is not YAML: \(context)\(failure.problem)")
        }
    }

    private func reportTextBehind(_ quoted: SourceSpan, _ here: SourceSpan, _ log: inout DiagnosticLog) {
        let inside = text[byteOffset(of: quoted.start)..<byteOffset(of: quoted.end)]
        guard inside.contains(0x0A) || inside.contains(0x0D) else {
            log.error(
                .syntax, at: here, "nothing may follow a closing quote here",
                help: "put the whole text in quotes of the other kind, or separate entries with `,`")
            return
        }
        log.error(
            .unclosedQuote, at: SourceSpan(base + quoted.start, base + quoted.start + 1),
            "this quote is closed only some lines below",
            help: "its own closing quote is probably missing", earlier: .init(what: "the text in it ends", span: here))
    }

    private func reportBracket(_ here: SourceSpan, _ opening: SourceSpan, _ log: inout DiagnosticLog) {
        let isMap = failure.problem.hasSuffix("'}'")
        let (bracket, closing) = isMap ? ("{", "}") : ("[", "]")
        guard byteOffset(of: failure.problemAt) < text.count else {
            log.error(
                .unclosedBracket, at: opening, "this `\(bracket)` is never closed",
                help: "write `\(closing)` where it ends")
            return
        }
        let end = byteOffset(of: failure.problemAt)
        let isOpenedAbove = text[min(byteOffset(of: failure.contextAt), end)..<end].contains(0x0A)
        log.error(
            .unclosedBracket, at: here, "expected `,` or `\(closing)` here",
            help:
                "separate entries with `,` and close the bracket with `\(closing)`; text with brackets, commas or `: ` "
                + "needs quotes",
            earlier: isOpenedAbove ? .init(what: "the bracket was opened", span: opening) : nil)
    }

    private func reportCharacter(_ here: SourceSpan, _ log: inout DiagnosticLog) {
        let character = character(at: failure.problemAt)
        guard character != "\t" else { return reportTab(here, &log) }
        log.error(
            .syntax, at: here, "text that begins with `\(Quoting.clipped(character))` needs quotes",
            help: "put the text in quotes")
    }

    private func reportTab(_ here: SourceSpan, _ log: inout DiagnosticLog) {
        log.error(
            .tab, at: here, "a tab cannot be used for indentation", help: "indent with spaces, two for each level")
    }

    private func character(at position: Int) -> String {
        let start = byteOffset(of: position)
        var end = min(start + 1, text.count)
        while end < text.count, text[end].isContinuation { end += 1 }
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    private func byteOffset(of position: Int) -> Int {
        var (offset, character) = (0, 0)
        while offset < text.count {
            if !text[offset].isContinuation {
                guard character < position else { break }
                character += 1
            }
            offset += 1
        }
        return offset
    }
}
