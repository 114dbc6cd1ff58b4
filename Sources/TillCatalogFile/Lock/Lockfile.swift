import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was last pushed to the providers of one environment: `products.<environment>.lock`.
///
/// JSON with sorted keys and one entry on a line, so that what two people pushed merges like any other text.
package struct Lockfile: Sendable, Hashable {
    /// A rule of the team's that was broken on purpose while something was pushed.
    package struct Waiver: Sendable, Hashable {
        /// When that was.
        package let at: Date
        /// Which rule.
        package let rule: String
        /// Why.
        package let reason: String

        package init(at: Date, rule: String, reason: String) {
            self.at = at
            self.rule = rule
            self.reason = reason
        }
    }

    /// The version of the format that is read and written.
    static let supportedVersion: Int64 = 2

    /// The environment it belongs to: `test` or `live`.
    package let environment: String
    /// How often it was written: 1 after the first push.
    package var serial: Int
    /// What each provider has.
    package var providers: [ProviderName: LockedProvider]
    /// Which rules were waived, the latest last.
    package var waivers: [Waiver]

    /// A lock of an environment; without anything else, one of which nothing was pushed yet.
    package init(
        environment: String, serial: Int = 0, providers: [ProviderName: LockedProvider] = [:], waivers: [Waiver] = []
    ) {
        self.environment = environment
        self.serial = serial
        self.providers = providers
        self.waivers = waivers
    }

    /// Which objects of the providers stand, or stood, for our prices.
    package var remoteIDs: RemoteIDs { RemoteIDs(providers) }
}

extension Lockfile {
    /// What came of reading a lock file.
    package struct Reading: Sendable {
        /// The lock; nil when the file has an error.
        package let lockfile: Lockfile?
        /// What is wrong, in the order of the file.
        package let diagnostics: [Diagnostic]
        /// Tells these bytes from any that somebody else writes; nil when the file could not be read.
        package let digest: String?
    }

    /// Reads a file's bytes; `file` is what diagnostics call it.
    ///
    /// JSON is a part of YAML, so places and bounds come from the catalog's own reader.
    package static func read(_ bytes: [UInt8], file: String) -> Reading {
        let source = SourceText(file: file, bytes: bytes)
        var log = DiagnosticLog()
        var lockfile: Lockfile?
        if var tree = source.tree(log: &log) {
            SecretCheck.check([source], &tree, log: &log)
            var context = ReadingContext(tree: tree, log: log)
            lockfile = LockReader.read(&context)
            log = context.log
        }
        return Reading(
            lockfile: log.hasErrors ? nil : lockfile, diagnostics: log.diagnostics(in: [source]),
            digest: SHA256.hash(data: bytes).hexadecimal)
    }

    /// Reads the file at a path; a file that cannot be read is a diagnostic as well.
    package static func read(contentsOf path: String) -> Reading {
        do {
            return read(try FileBytes.read(path, limit: SourceText.maximumBytes), file: path)
        } catch {
            return Reading(lockfile: nil, diagnostics: [.unreadable(path, error)], digest: nil)
        }
    }
}
