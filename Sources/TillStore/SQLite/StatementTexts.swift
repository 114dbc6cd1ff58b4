import Synchronization

/// Our statements as SQLite takes them: `?2` for `$2`.
///
/// SQLite numbers `$2` by where it stands and not by its digit, so that it could only be bound by name; `?2` is the
/// second value wherever it stands. Each text is rewritten once.
final class StatementTexts: Sendable {
    /// Ours are a few hundred; beyond that somebody builds texts from values, and none is worth keeping.
    private static let most = 2_048

    private let known = Mutex<[String: String]>([:])

    func text(of sql: String) -> String {
        known.withLock { known in
            if let text = known[sql] { return text }
            let text = Self.rewritten(sql)
            if known.count >= Self.most { known.removeAll() }
            known[sql] = text
            return text
        }
    }

    /// The text with `?` before the number of each parameter; what is quoted or a comment stays as it is.
    static func rewritten(_ sql: String) -> String {
        let bytes = Array(sql.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let length = quotedLength(bytes, at: index)
            if length > 0 {
                result += bytes[index..<index + length]
                index += length
                continue
            }
            let isParameter =
                bytes[index] == UInt8(ascii: "$") && index + 1 < bytes.count
                && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index + 1])
            result.append(isParameter ? UInt8(ascii: "?") : bytes[index])
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// How long the quoted text or comment is that begins there; 0 when none does.
    private static func quotedLength(_ bytes: [UInt8], at start: Int) -> Int {
        let rest = bytes[start...]
        switch bytes[start] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            // A doubled quote ends one text and begins the next, which comes to the same.
            let end = rest.dropFirst().firstIndex(of: bytes[start])
            return (end ?? bytes.count - 1) - start + 1
        case UInt8(ascii: "["):
            return (rest.firstIndex(of: UInt8(ascii: "]")) ?? bytes.count - 1) - start + 1
        case UInt8(ascii: "-") where rest.starts(with: "--".utf8):
            return (rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) - start
        case UInt8(ascii: "/") where rest.starts(with: "/*".utf8):
            var index = start + 2
            while index + 1 < bytes.count, bytes[index] != UInt8(ascii: "*") || bytes[index + 1] != UInt8(ascii: "/") {
                index += 1
            }
            return min(index + 2, bytes.count) - start
        default:
            return 0
        }
    }
}
