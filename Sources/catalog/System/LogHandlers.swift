import Logging
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One line for each log message, on standard error: JSON for machines, words for a terminal.
struct LineLogHandler: LogHandler {
    /// How lines are written.
    enum Format: String, Sendable, CaseIterable {
        case json, text
    }

    let format: Format
    let clock: any WallClock
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        switch format {
        case .json: Output.standardError(json(event, all))
        case .text: Output.standardError(text(event, all))
        }
    }

    private func json(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
        var fields = metadata.mapValues { "\($0)" }
        fields["time"] = clock.now().rfc3339
        fields["level"] = event.level.rawValue
        fields["message"] = event.message.description
        guard let line = try? JSONWriter.text(fields) else { return text(event, metadata) }
        return line + "\n"
    }

    private func text(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
        let time = clock.now().rfc3339.dropFirst("2026-01-01T".count).prefix("00:00:00.000".count)
        let colour = Output.isColourful(STDERR_FILENO)
        let level = event.level.rawValue.uppercased().padding(to: 7)
        let painted = colour && event.level >= .warning ? "\u{1B}[31m\(level)\u{1B}[0m" : level
        // Values may come from outside: none may look like another line, or speak to the terminal.
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.oneLine("\($0.value)"))" }
        return "\(time) \(painted) \(Self.oneLine(event.message.description)) \(pairs.joined(separator: " "))\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
