#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The variables that ids of `products.yaml` may name: of the process, and behind them those of `.env`.
enum EnvironmentVariables {
    /// Reads both, as settings are read.
    static func read() throws(CommandFailure) -> [String: String] {
        var values: [String: String] = [:]
        if FileManager.default.fileExists(atPath: ".env") {
            do {
                values = parse(try String(contentsOfFile: ".env", encoding: .utf8))
            } catch {
                throw CommandFailure(.usage, "the file .env cannot be read: \(error)")
            }
        }
        return values.merging(ProcessInfo.processInfo.environment) { $1 }
    }

    /// One `NAME=value` a line; lines that begin with `#` are comments, and the last of several counts.
    static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            guard parts.count == 2, !parts[0].isEmpty, !parts[0].hasPrefix("#") else { continue }
            values[parts[0]] = parts[1]
        }
        return values
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
