import TillModel

/// What came of formatting a file.
package enum CatalogFormatting: Sendable, Hashable {
    /// The file in its canonical form.
    case formatted([UInt8])
    /// It is not YAML; what is wrong with it.
    case notYAML([Diagnostic])
    /// The new form would not say the same: a mistake of the formatter's own, in words.
    case refused(String)
}

/// Writes a catalog file in its canonical form: order of keys, indentation, spaces and blank lines.
///
/// Works on the text, so that every comment, every quote and every anchor stays. Whatever is YAML can be
/// formatted, valid catalog or not, and the result is checked against the original before it is given out.
package struct CatalogFormatter: Sendable {
    /// A formatter.
    package init() {}

    /// Formats a file's bytes; `file` is what diagnostics call it.
    package func format(_ bytes: [UInt8], file: String) -> CatalogFormatting {
        let original = SourceText(file: file, bytes: bytes)
        var log = DiagnosticLog()
        guard var tree = original.tree(log: &log), !log.hasErrors else {
            return .notYAML(diagnostics(original, log))
        }
        let text = CatalogFormatter.normalized(bytes[original.bodyStart...])
        if text.count != bytes.count { tree = SourceText(file: file, bytes: text).tree(log: &log) ?? tree }
        let source = LayoutSource(text, tree)
        let result = CatalogFormatter.print(source)
        guard let written = SourceText(file: file, bytes: result).tree(log: &log), !log.hasErrors else {
            return .refused("the new form is not YAML any more")
        }
        if let difference = FormattingCheck.difference(source, LayoutSource(result, written)) {
            return .refused("the new form would change \(difference)")
        }
        return .formatted(result)
    }

    /// What is wrong with a text, with secrets kept out of every line that is shown.
    private func diagnostics(_ source: SourceText, _ log: DiagnosticLog) -> [Diagnostic] {
        var log = log
        var unheard = DiagnosticLog()
        if var tree = source.tree(log: &unheard) { SecretCheck.check([source], &tree, log: &log) }
        return log.diagnostics(in: [source])
    }

    /// Lines that end in LF alone.
    private static func normalized(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(0x0D) else { return Array(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for index in bytes.indices {
            if bytes[index] == 0x0D {
                result.append(0x0A)
            } else if bytes[index] != 0x0A || index == bytes.startIndex || bytes[index - 1] != 0x0D {
                result.append(bytes[index])
            }
        }
        return result
    }

    private static func print(_ source: LayoutSource) -> [UInt8] {
        var printer = LayoutPrinter(source)
        let body = DocumentMarks.body(of: source)
        printer.writeVerbatim(0..<body.lowerBound)
        if let root = LayoutBuilder.document(source, in: body) {
            printer.write(root)
        } else {
            let comments = source.comments.filter { body.contains($0.text.lowerBound) }
            printer.writeComments(LayoutBuilder.blocks(comments), indentation: 0)
        }
        printer.writeVerbatim(body.upperBound..<source.bytes.count)
        return printer.out
    }
}
