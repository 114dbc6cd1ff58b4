import Foundation
import Testing
import TillModel

@Suite struct IdentifierTests {
    private struct Thing: Identified { static let identifierPrefix = "thg" }

    private typealias ID = Identifier<Thing>

    @Test(arguments: ["thg_1", "thg_0123456789abcdefghjkmnpqrs", "thg_" + String(repeating: "Z", count: 60)])
    func `text with the prefix is an identifier`(text: String) {
        #expect(ID(rawValue: text)?.description == text)
    }

    @Test(arguments: [
        "", "thg", "thg_", "ord_1", "THG_1", "thg_a b", "thg_é", "thg_a-b", "thg_a/b", "thg__", "xthg_1", "thg_1\n",
        "thg_" + String(repeating: "Z", count: 61),
    ])
    func `other text is none`(text: String) {
        #expect(ID(rawValue: text) == nil)
    }

    @Test(
        arguments: [
            ((0, 0), "thg_00000000000000000000000000"), ((0, 1), "thg_00000000000000000000000001"),
            ((0, 31), "thg_0000000000000000000000000z"), ((1, 0), "thg_0000000000000g000000000000"),
            ((.max, .max), "thg_7zzzzzzzzzzzzzzzzzzzzzzzzz"),
        ] as [((UInt64, UInt64), String)])
    func `128 bits are 26 characters that sort as the number does`(bits: (UInt64, UInt64), expected: String) {
        let identifier = ID(bits: bits)
        #expect(identifier.rawValue == expected)
        #expect(ID(rawValue: identifier.rawValue) == identifier)
    }

    @Test(arguments: 0..<128)
    func `each bit counts`(bit: Int) {
        let bits: (UInt64, UInt64) = bit < 64 ? (0, 1 << UInt64(bit)) : (1 << UInt64(bit - 64), 0)
        #expect(ID(bits: bits) != ID(bits: (0, 0)))
        #expect(ID(bits: bits).rawValue.count == 30)
    }

    @Test func `JSON is the text, and a wrong prefix is refused`() throws {
        let identifier = try #require(ID(rawValue: "thg_1"))
        let json = try JSONEncoder().encode([identifier])
        #expect(json == Data(#"["thg_1"]"#.utf8))
        #expect(try JSONDecoder().decode([ID].self, from: json) == [identifier])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ID].self, from: Data(#"["ord_1"]"#.utf8)) }
    }
}
