import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Why a catalog that was read again did not take the place of the one in use.
package struct RefusedReload: Sendable {
    package let at: Date
    /// One sentence that says what is wrong and how to mend it.
    package let reason: String
    /// What is wrong in the file, each with its place; empty when the file itself is sound.
    package let diagnostics: [Diagnostic]
}
