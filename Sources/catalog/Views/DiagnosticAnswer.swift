import TillModel

// The names are those of every command's envelope.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A diagnostic on the wire: flat, so that an editor's problem matcher needs no path.
struct DiagnosticAnswer: Encodable {
    let code: String
    let severity: Diagnostic.Severity
    let message: String
    let hint: String?
    let file: String
    let line: Int
    let column: Int
    let length: Int
    let source_line: String?

    init(_ diagnostic: Diagnostic) {
        code = diagnostic.code
        severity = diagnostic.severity
        message = diagnostic.message
        hint = diagnostic.help
        file = diagnostic.location.file
        line = diagnostic.location.line
        column = diagnostic.location.column
        length = diagnostic.location.length
        source_line = diagnostic.sourceLine
    }
}
