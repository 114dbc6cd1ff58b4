import TillModel

/// What was last pushed to the providers of one environment: `products.<environment>.lock`.
///
/// JSON with sorted keys, so that a change of one price is a change of a few lines.
package struct Lockfile: Sendable, Hashable {
    /// What came of reading a lock file.
    package struct Reading: Sendable {
        /// The lock; nil when the file has an error.
        package let lockfile: Lockfile?
        /// What is wrong, in the order of the file.
        package let diagnostics: [Diagnostic]
    }

    /// The version of the format that is read and written.
    static let supportedVersion: Int64 = 1

    /// The environment it belongs to: `test` or `live`.
    package let environment: String
    /// Which objects of the providers stand for our prices.
    package var remoteIDs: RemoteIDs

    /// A lock of an environment.
    package init(environment: String, remoteIDs: RemoteIDs = RemoteIDs()) {
        self.environment = environment
        self.remoteIDs = remoteIDs
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
        return Reading(lockfile: log.hasErrors ? nil : lockfile, diagnostics: log.diagnostics(in: [source]))
    }

    /// Reads the file at a path; a file that cannot be read is a diagnostic as well.
    package static func read(contentsOf path: String) -> Reading {
        do {
            return read(try FileBytes.read(path, limit: SourceText.maximumBytes), file: path)
        } catch {
            return Reading(lockfile: nil, diagnostics: [.unreadable(path, error)])
        }
    }
}

extension Lockfile {
    /// The file's text: sorted keys, one price on a line.
    package var json: String {
        let providers = remoteIDs.prices.sorted { $0.key.rawValue < $1.key.rawValue }.map { provider, prices in
            let lines = prices.sorted { $0.key < $1.key }.map { "        \(quoted($0.key)): \(entry($0.value))" }
            let body = lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n      }"
            return "    \(quoted(provider.rawValue)): {\n      \"prices\": \(body)\n    }"
        }
        let body = providers.isEmpty ? "{}" : "{\n\(providers.joined(separator: ",\n"))\n  }"
        return """
            {
              "environment": \(quoted(environment)),
              "providers": \(body),
              "version": \(Lockfile.supportedVersion)
            }

            """
    }

    private func entry(_ price: RemoteIDs.SyncedPrice) -> String {
        let interval = price.interval.map {
            ", \"interval\": { \"count\": \($0.count), \"unit\": \(quoted($0.unit.rawValue)) }"
        }
        return "{ \"amount\": \(price.amount.minorUnits), \"currency\": \(quoted(price.amount.currency.code)), "
            + "\"id\": \(quoted(price.id))\(interval ?? "") }"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where TextFault.isControl(scalar.value) || [0x09, 0x0A, 0x0D, 0x85].contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
