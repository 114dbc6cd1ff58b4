import TillModel

/// What a kind of mistake is, for whoever has to mend it: `catalog explain TILL-V012`.
package struct Explanation: Sendable {
    /// What a file with the mistake, or the mended one, is read as.
    enum Kind: Sendable {
        /// A catalog.
        case catalog
        /// A lock file.
        case lock
    }

    /// The kind of mistake.
    package let code: DiagnosticCode
    /// What it means and why it matters, in a few sentences.
    package let meaning: String
    /// A small file with the mistake; nil where it would be too large to show, or is not a text.
    package let wrong: String?
    /// The same file, mended.
    package let right: String?
    /// What else the mistake needs, in words: another file, or an option.
    package let condition: String?
    /// Whether the file cannot be used, or only perhaps not as meant; nil when it is the one or the other.
    package let severity: Diagnostic.Severity?
    private let kind: Kind
    private let options: ReadingOptions
    private let files: [String: String]

    /// An explanation.
    ///
    /// `version: 1` is put before a file of a catalog that does not begin with it, unless it is `whole`.
    init(
        _ code: DiagnosticCode, _ meaning: String, wrong: String? = nil, right: String? = nil,
        severity: Diagnostic.Severity? = .error, condition: String? = nil, kind: Kind = .catalog, isWhole: Bool = false,
        options: ReadingOptions = ReadingOptions(), files: [String: String] = [:]
    ) {
        let file = { (text: String) in
            isWhole || kind == .lock ? text + "\n" : "version: 1\n\(text)\n"
        }
        self.code = code
        self.meaning = meaning
        self.wrong = wrong.map(file)
        self.right = right.map(file)
        self.severity = severity
        self.condition = condition
        self.kind = kind
        self.options = options
        self.files = files
    }
}

extension Explanation {
    /// Every explanation, in the order of the codes.
    package static let all: [Explanation] =
        (texts + values + files + settings + products + relations + money + prices + schemes + coupons + policy + portal
        + lock)
        .sorted { $0.code.rawValue < $1.code.rawValue }

    /// What is known of a kind of mistake.
    package static func of(_ code: DiagnosticCode) -> Explanation? { all.first { $0.code == code } }

    /// What reading the wrong file says.
    package var diagnostics: [Diagnostic] { wrong.map(read) ?? [] }

    /// What reading a file says under the conditions of the mistake.
    func read(_ text: String) -> [Diagnostic] {
        let bytes = Array(text.utf8)
        switch kind {
        case .lock: return Lockfile.read(bytes, file: "products.test.lock").diagnostics
        case .catalog:
            let files = files
            return CatalogReader(options).read(bytes, file: "products.yaml") { path in
                files[path].map { .success(Array($0.utf8)) }
                    ?? .failure(FileBytes.Failure(reason: "there is no such file"))
            }.diagnostics
        }
    }
}
