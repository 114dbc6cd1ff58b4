/// Finds text shaped like a provider's secret key, and hides it.
enum SecretScanner {
    /// How secrets begin, in lower case: Stripe's keys and signing secrets, then Paddle's.
    private static let prefixes: [[UInt8]] = [
        "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "pdl_live_apikey_", "pdl_sdbx_apikey_", "pdl_ntfset_",
    ].map { Array($0.utf8) }

    /// Fewer characters behind a prefix than this are talk about keys, not a key.
    private static let leastCharacters = 4

    /// The byte ranges of secrets, prefix included.
    static func matches(in bytes: some RandomAccessCollection<UInt8>) -> [Range<Int>] {
        bytes.withContiguousStorageIfAvailable(matches(inContiguous:)) ?? Array(bytes).withUnsafeBufferPointer(matches)
    }

    /// A text with what follows each secret's prefix replaced by eight asterisks.
    static func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let matches = matches(in: bytes)
        guard !matches.isEmpty else { return text }
        var result: [UInt8] = []
        var end = 0
        for match in matches {
            result += bytes[end..<match.lowerBound + prefixLength(bytes[match])]
            result += Array(repeating: UInt8(ascii: "*"), count: 8)
            end = match.upperBound
        }
        result += bytes[end...]
        return String(decoding: result, as: UTF8.self)
    }

    /// A line with each character behind a secret's prefix replaced by an asterisk, so that columns stay.
    static func maskedKeepingColumns(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var result = Array(line)
        for match in matches(in: result) {
            for index in match.dropFirst(prefixLength(result[match])) { result[index] = UInt8(ascii: "*") }
        }
        return result
    }

    private static func matches(inContiguous bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            // Every prefix has its first underscore third, fourth or sixth: looking for that one is quick.
            guard bytes[index] == UInt8(ascii: "_"), index > 1, mayEndWord(bytes[index - 1]),
                let match = match(in: bytes, underscore: index)
            else {
                index += 1
                continue
            }
            found.append(match)
            index = match.upperBound
        }
        return found
    }

    /// Whether a prefix's first word ends in this letter: `sk`, `rk`, `whsec`, `pdl`.
    private static func mayEndWord(_ byte: UInt8) -> Bool {
        byte.lowercased == 0x6B || byte.lowercased == 0x63 || byte.lowercased == 0x6C
    }

    private static func match(in bytes: UnsafeBufferPointer<UInt8>, underscore: Int) -> Range<Int>? {
        for prefix in prefixes {
            guard let before = prefix.firstIndex(of: UInt8(ascii: "_")), underscore >= before else { continue }
            let start = underscore - before
            guard start + prefix.count <= bytes.count,
                prefix.indices.allSatisfy({ bytes[start + $0].lowercased == prefix[$0] })
            else { continue }
            var end = start + prefix.count
            while end < bytes.count, isKeyCharacter(bytes[end]) { end += 1 }
            if end - start - prefix.count >= leastCharacters { return start..<end }
        }
        return nil
    }

    private static func prefixLength(_ secret: ArraySlice<UInt8>) -> Int {
        let lower = secret.map(\.lowercased)
        return prefixes.first { lower.starts(with: $0) }?.count ?? 0
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLetter || [0x2B, 0x2D, 0x2F, 0x3D, 0x5F].contains(byte)
    }
}
