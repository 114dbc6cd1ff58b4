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

/// Where commands print: data on standard output, everything else on standard error.
enum Output {
    static func standardOutput(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func standardError(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether a person reads it in colour.
    static func isColourful(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 && getenv("NO_COLOR") == nil }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0) }
            if written < 0, errno == EINTR { continue }
            // A reader that has gone away wants nothing more.
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }

    /// The system's `write`, under a name that does not hide behind the function above.
    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Prints the answer of a command as JSON: an envelope with the same keys for every command.
    static func json(
        _ command: String, ok: Bool = true, status: ExitStatus = .success, _ contents: [String: any Encodable]
    ) throws {
        standardOutput(try envelope(command, ok: ok, status: status, contents))
    }

    /// The answer of a command as JSON text.
    static func envelope(
        _ command: String, ok: Bool, status: ExitStatus, _ contents: [String: any Encodable]
    ) throws -> String {
        let schema = "till.catalog.\(command.split(separator: " ").joined(separator: "."))/1"
        let envelope = Envelope(
            fields: contents.merging([
                "schema": schema, "ok": ok, "exit_code": Int(status.rawValue), "command": command,
            ]) { $1 })
        return try text(envelope)
    }

    /// Prints a value as JSON in a format that others have set, without an envelope.
    static func json(_ value: some Encodable) throws { standardOutput(try text(value)) }

    /// Prints one event as a line of JSON.
    static func line(_ fields: [String: any Encodable]) throws {
        let bytes = try JSONEncoder.till.encode(Envelope(fields: fields))
        standardOutput(String(decoding: bytes, as: UTF8.self) + "\n")
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder.till
        encoder.outputFormatting.insert(.prettyPrinted)
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// Fields of many types in one object.
    private struct Envelope: Encodable {
        let fields: [String: any Encodable]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in fields { try container.encode(value, forKey: Key(stringValue: name)) }
        }

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }
}
