import Crypto
import TillModel

/// Names for diagnostics that stay while lines above them come and go, so that a service can tell old from new.
package enum DiagnosticFingerprints {
    /// A name for each diagnostic, all of them different.
    package static func of(_ diagnostics: [Diagnostic]) -> [String] {
        var seen: [String: Int] = [:]
        return diagnostics.map { diagnostic in
            let line = diagnostic.sourceLine?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
            let identity = [diagnostic.code, diagnostic.location.file, diagnostic.message, line]
                .joined(separator: "\u{1F}")
            let ordinal = seen[identity, default: 0]
            seen[identity] = ordinal + 1
            return SHA256.hash(data: Array("\(identity)\u{1F}\(ordinal)".utf8)).hexadecimal
        }
    }
}
