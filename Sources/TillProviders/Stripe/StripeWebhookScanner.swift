/// Takes the envelope out of an event's bytes in one pass, without making anything of the rest.
///
/// It reads what Stripe sends and no more: where anything is unusual it says nothing, and `JSONDecoder` decides. What
/// it does read is what `JSONDecoder` would.
struct StripeWebhookScanner {
    /// The bytes are not a plain envelope.
    private struct Unusual: Error {}

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var isASCII = true

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The envelope; nil when only a whole decoder can tell.
    static func envelope(of body: [UInt8]) -> StripeEventEnvelope? {
        scan(body) { (scanner) throws(Unusual) in try scanner.envelope() }
    }

    /// The event with nothing but its object, and the object without the members that are null; nil when only a whole
    /// decoder can tell.
    ///
    /// Most members of most objects are null, and a decoder makes a key of each.
    static func objectAlone(of body: [UInt8]) -> [UInt8]? {
        scan(body) { (scanner) throws(Unusual) in try scanner.objectAlone() }
    }

    private static func scan<Value>(
        _ body: [UInt8], _ read: (inout StripeWebhookScanner) throws(Unusual) -> Value
    ) -> Value? {
        body.withUnsafeBufferPointer { bytes in
            var scanner = StripeWebhookScanner(bytes)
            do throws(Unusual) {
                return try read(&scanner)
            } catch {
                return nil
            }
        }
    }

    // MARK: - The envelope

    /// What was found so far; nil for what was not, `.some(nil)` for a null.
    private struct Found {
        var id: String??
        var object: String??
        var type: String??
        var created: Int64??
        var livemode: Bool??
        var account: String??
        var data: StripeEventEnvelope.Contents?
    }

    private mutating func envelope() throws(Unusual) -> StripeEventEnvelope {
        var found = Found()
        skipSpace()
        try members(depth: 1) { (scanner, key) throws(Unusual) in
            if scanner.isEqual(key, "id") {
                try Self.fill(&found.id, scanner.text())
            } else if scanner.isEqual(key, "object") {
                try Self.fill(&found.object, scanner.text())
            } else if scanner.isEqual(key, "type") {
                try Self.fill(&found.type, scanner.text())
            } else if scanner.isEqual(key, "created") {
                try Self.fill(&found.created, scanner.integer())
            } else if scanner.isEqual(key, "livemode") {
                try Self.fill(&found.livemode, scanner.bool())
            } else if scanner.isEqual(key, "account") {
                try Self.fill(&found.account, scanner.text())
            } else if scanner.isEqual(key, "data") {
                try Self.fill(&found.data, scanner.contents())
            } else {
                try scanner.skipValue(depth: 2)
            }
        }
        try end()
        guard case .some(.some(let id)) = found.id, case .some(.some(let type)) = found.type, let data = found.data
        else { throw Unusual() }
        return StripeEventEnvelope(
            id: id, object: found.object ?? nil, type: type, created: found.created ?? nil,
            livemode: found.livemode ?? nil, account: found.account ?? nil, data: data)
    }

    private mutating func contents() throws(Unusual) -> StripeEventEnvelope.Contents {
        var subject: StripeEventEnvelope.Subject?
        try members(depth: 2) { (scanner, key) throws(Unusual) in
            guard scanner.isEqual(key, "object") else { return try scanner.skipValue(depth: 3) }
            var id: String??
            try scanner.members(depth: 3) { (scanner, key) throws(Unusual) in
                guard scanner.isEqual(key, "id") else { return try scanner.skipValue(depth: 4) }
                try Self.fill(&id, scanner.text())
            }
            try Self.fill(&subject, StripeEventEnvelope.Subject(id: id ?? nil))
        }
        guard let subject else { throw Unusual() }
        return StripeEventEnvelope.Contents(object: subject)
    }

    /// Nothing but space is left, and all of it was text.
    private mutating func end() throws(Unusual) {
        skipSpace()
        guard index == bytes.count, isASCII || String(validating: bytes, as: UTF8.self) != nil else { throw Unusual() }
    }

    // MARK: - The object

    private mutating func objectAlone() throws(Unusual) -> [UInt8] {
        var object: [UInt8]?
        skipSpace()
        var hasData = false
        try members(depth: 1) { (scanner, key) throws(Unusual) in
            guard scanner.isEqual(key, "data") else { return try scanner.skipValue(depth: 2) }
            guard !hasData else { throw Unusual() }
            hasData = true
            try scanner.members(depth: 2) { (scanner, key) throws(Unusual) in
                guard scanner.isEqual(key, "object") else { return try scanner.skipValue(depth: 3) }
                try Self.fill(&object, scanner.membersThatAreNotNull())
            }
        }
        try end()
        guard let object else { throw Unusual() }
        return #"{"data":{"object":{"#.utf8 + object + "}}}".utf8
    }

    private mutating func membersThatAreNotNull() throws(Unusual) -> [UInt8] {
        var result: [UInt8] = []
        var nulls: [Range<Int>] = []
        try members(depth: 3) { (scanner, key) throws(Unusual) in
            if scanner.peek == UInt8(ascii: "n") {
                nulls.append(key)
                return try scanner.skip("null")
            }
            // A decoder takes the first of two members of one name.
            let isKnown = nulls.contains {
                $0.count == key.count && scanner.bytes[$0].elementsEqual(scanner.bytes[key])
            }
            guard !isKnown else { throw Unusual() }
            try scanner.skipValue(depth: 4)
            if !result.isEmpty { result.append(UInt8(ascii: ",")) }
            // From the quote before the name to the end of the value.
            result += scanner.bytes[(key.lowerBound - 1)..<scanner.index]
        }
        return result
    }

    // MARK: - Parts

    /// A name that comes twice is for the decoder to judge.
    private static func fill<Value>(_ place: inout Value?, _ value: Value) throws(Unusual) {
        guard place == nil else { throw Unusual() }
        place = .some(value)
    }

    // MARK: - Values that count

    private mutating func text() throws(Unusual) -> String? {
        guard peek == UInt8(ascii: "\"") else { return try null() }
        let range = try plainString()
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Digits alone; a decoder also takes 1.79e9.
    private mutating func integer() throws(Unusual) -> Int64? {
        guard peek != UInt8(ascii: "n") else { return try null() }
        let start = index
        try skipNumber()
        let digits = bytes[start..<index]
        guard digits.count <= 18, digits.allSatisfy(Self.isDigit) else { throw Unusual() }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private mutating func bool() throws(Unusual) -> Bool? {
        switch peek {
        case UInt8(ascii: "t"):
            try skip("true")
            return true
        case UInt8(ascii: "f"):
            try skip("false")
            return false
        default: return try null()
        }
    }

    private mutating func null<Value>() throws(Unusual) -> Value? {
        try skip("null")
        return nil
    }

    // MARK: - JSON

    /// How deep values may stand in each other; a decoder goes deeper.
    private static let deepest = 64

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isEqual(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount
            && text.withUTF8Buffer { buffer in buffer.indices.allSatisfy { buffer[$0] == bytes[range.lowerBound + $0] }
            }
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20,
            bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09
        { index += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(Unusual) {
        guard peek == byte else { throw Unusual() }
        index += 1
    }

    private mutating func skip(_ text: StaticString) throws(Unusual) {
        let end = index + text.utf8CodeUnitCount
        guard end <= bytes.count, isEqual(index..<end, text) else { throw Unusual() }
        index = end
    }

    /// An object's members: each is told its name and must read its value.
    private mutating func members(
        depth: Int, _ member: (inout StripeWebhookScanner, Range<Int>) throws(Unusual) -> Void
    ) throws(Unusual) {
        guard depth <= Self.deepest else { throw Unusual() }
        try expect(UInt8(ascii: "{"))
        skipSpace()
        if peek == UInt8(ascii: "}") {
            index += 1
            return
        }
        while true {
            let key = try plainString()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            try member(&self, key)
            skipSpace()
            guard peek == UInt8(ascii: ",") else { return try expect(UInt8(ascii: "}")) }
            index += 1
            skipSpace()
        }
    }

    private mutating func skipValue(depth: Int) throws(Unusual) {
        switch peek {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"):
            try members(depth: depth) { (scanner, _) throws(Unusual) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try skipArray(depth: depth)
        case UInt8(ascii: "t"): try skip("true")
        case UInt8(ascii: "f"): try skip("false")
        case UInt8(ascii: "n"): try skip("null")
        default: try skipNumber()
        }
    }

    private mutating func skipArray(depth: Int) throws(Unusual) {
        guard depth <= Self.deepest else { throw Unusual() }
        try expect(UInt8(ascii: "["))
        skipSpace()
        if peek == UInt8(ascii: "]") {
            index += 1
            return
        }
        while true {
            try skipValue(depth: depth + 1)
            skipSpace()
            guard peek == UInt8(ascii: ",") else { return try expect(UInt8(ascii: "]")) }
            index += 1
            skipSpace()
        }
    }

    /// A string of ASCII without escapes, and where it stands without its quotes.
    private mutating func plainString() throws(Unusual) -> Range<Int> {
        try expect(UInt8(ascii: "\""))
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard (0x20...0x7E).contains(bytes[index]), bytes[index] != UInt8(ascii: "\\") else { throw Unusual() }
            index += 1
        }
        let end = index
        try expect(UInt8(ascii: "\""))
        return start..<end
    }

    private mutating func skipString() throws(Unusual) {
        try expect(UInt8(ascii: "\""))
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") {
                try skipEscape()
            } else if byte < 0x20 {
                throw Unusual()
            } else if byte >= 0x80 {
                isASCII = false
            }
        }
        throw Unusual()
    }

    private mutating func skipEscape() throws(Unusual) {
        guard let byte = peek else { throw Unusual() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            guard index + 4 <= bytes.count,
                bytes[index..<index + 4].allSatisfy({
                    Self.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
                })
            else { throw Unusual() }
            index += 4
        default:
            throw Unusual()
        }
    }

    private mutating func skipDigits() throws(Unusual) {
        guard let first = peek, Self.isDigit(first) else { throw Unusual() }
        while let byte = peek, Self.isDigit(byte) { index += 1 }
    }

    private mutating func skipNumber() throws(Unusual) {
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") { index += 1 } else { try skipDigits() }
        if peek == UInt8(ascii: ".") {
            index += 1
            try skipDigits()
        }
        guard let byte = peek, byte | 0x20 == UInt8(ascii: "e") else { return }
        index += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
        try skipDigits()
    }
}
