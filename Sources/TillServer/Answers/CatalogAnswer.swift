import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which catalog is sold from, on the wire, and why a changed one is not.
struct CatalogAnswer: Encodable, Sendable {
    /// A reload that was refused.
    struct Reload: Encodable, Sendable {
        let ok: Bool
        let at: Date
        let reason: String?
        let errors: [Mistake]?
    }

    /// Something that is wrong in the file.
    struct Mistake: Encodable, Sendable {
        let code: String
        let message: String
        let help: String?
        let file: String
        let line: Int
        let column: Int

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code
            message = diagnostic.message
            help = diagnostic.help
            file = diagnostic.location.file
            line = diagnostic.location.line
            column = diagnostic.location.column
        }
    }

    let contentHash: String
    let loadedAt: Date
    let source: String
    /// Nil unless the last one was refused.
    let lastReload: Reload?

    init(_ standing: CurrentCatalog.Standing, withReasons: Bool) {
        contentHash = standing.loaded.catalog.contentHash
        loadedAt = standing.loaded.loadedAt
        source = standing.loaded.source
        lastReload = standing.refused.map { refused in
            Reload(
                ok: false, at: refused.at, reason: withReasons ? refused.reason : nil,
                errors: withReasons
                    ? refused.diagnostics.filter { $0.severity == .error }.map(Mistake.init) : nil)
        }
    }
}
