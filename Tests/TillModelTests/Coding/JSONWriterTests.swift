import Testing
import TillModel
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Held to ``Foundation/JSONEncoder/till``, which says the same more slowly.
@Suite struct JSONWriterTests {
    private func expectSame(_ value: some Encodable) throws {
        let expected = String(decoding: try JSONEncoder.till.encode(value), as: UTF8.self)
        #expect(try JSONWriter.text(value) == expected)
    }

    @Test func `every character is written as the slower encoder writes it`() throws {
        for scalar in (0..<0x3000).compactMap(Unicode.Scalar.init) { try expectSame("a\(Character(scalar))b") }
        try expectSame("😀 \u{2028} \u{FFFF} \u{10FFFF}")
        try expectSame("")
    }

    @Test func `numbers, truth values, instants and nothing are written alike`() throws {
        try expectSame([Int64.min, 0, .max])
        try expectSame([UInt64.max])
        try expectSame([Int8.min])
        try expectSame([0.5, 1, -0.25, 1e100, 1e-7, 123_456.789])
        try expectSame([true, false])
        try expectSame([Date(timeIntervalSince1970: 1_790_000_000.123)])
        try expectSame([String?.none, "there"])
        try expectSame([String: Int]())
        try expectSame([Int]())
    }

    /// Names out of order, other containers inside, an enum with values, a class's parent.
    private struct Everything: Encodable {
        enum Choice: Encodable { case one, two(left: Int, right: String) }
        struct Empty: Encodable {}
        struct Custom: Encodable {
            enum Keys: String, CodingKey { case later, list, earlier, above }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Keys.self)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encode(1)
                var inner = list.nestedContainer(keyedBy: Keys.self)
                try inner.encode("z", forKey: .later)
                try inner.encode("a", forKey: .earlier)
                try list.encodeNil()
                try container.encode(Choice.two(left: 1, right: "r"), forKey: .later)
                try container.encodeNil(forKey: .earlier)
                try "above".encode(to: container.superEncoder(forKey: .above))
            }
        }

        let zebra = 1
        let apple = ["b": 2, "a": 1, "B": 3, "_": 4, "é": 5, "10": 6, "9": 7]
        let custom = [Custom(), Custom()]
        let choices: [Choice] = [.one, .two(left: 2, right: "x")]
        let empty = Empty()
        let nested = ["k": ["z": [1, 2], "y": []]]
        let missing: Int? = nil
    }

    @Test func `whatever a type makes of its containers is written alike`() throws {
        let expected = try JSONDecoder().decode(Shape.self, from: JSONEncoder.till.encode(Everything()))
        #expect(try JSONDecoder().decode(Shape.self, from: Data(JSONWriter.bytes(Everything()))) == expected)
    }

    @Test func `members are in the order of their names`() throws {
        #expect(try JSONWriter.text(["b": 1, "a": 2, "c": 3]) == #"{"a":2,"b":1,"c":3}"#)
    }

    @Test func `an order that was written before is written alike, and another one is not taken for it`() throws {
        func order(_ email: String) -> OrderEvent {
            let zero = Money(minorUnits: 0, .usd)
            return OrderEvent(
                order: Order(
                    id: Order.ID(bits: (1, 2)), kind: .purchase,
                    account: ProviderAccount(tenant: "default", provider: "stripe", account: "main", mode: .test),
                    status: .pending, items: [], subtotal: zero, total: zero, terms: Order.Terms(),
                    customer: Order.Customer(email: email), metadata: ["note": "a/b"], catalogHash: "hash",
                    createdAt: Date(timeIntervalSince1970: 1_790_000_000), paidAt: nil))
        }
        let memory = JSONMemory()
        for email in ["a@example.com", "a@example.com", "b@example.com", "a@example.com"] {
            let value = order(email)
            #expect(
                try JSONWriter.text(value, memory: memory)
                    == String(decoding: JSONEncoder.till.encode(value), as: UTF8.self))
        }
    }

    private struct Late: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            var inner = container.nestedUnkeyedContainer()
            try container.encode(1)
            try inner.encode(2)
        }
    }

    @Test func `a container that is written to after its end is an error and no broken text`() {
        #expect(throws: EncodingError.self) { try JSONWriter.bytes(Late()) }
        #expect(throws: EncodingError.self) { try JSONWriter.bytes([Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONWriter.bytes([Data()]) }
    }

    /// Any JSON, so that two texts are compared by what they say.
    private indirect enum Shape: Decodable, Hashable {
        case null, bool(Bool), number(Double), text(String), array([Shape]), object([String: Shape])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Shape].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Shape].self))
            }
        }
    }
}
