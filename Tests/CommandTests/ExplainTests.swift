import Foundation
import Testing
import TillTesting

/// `catalog explain` and `catalog generate` with the real program.
@Suite(.timeLimit(.minutes(15))) struct ExplainTests {
    @Test(arguments: ["TILL-V012", "till-v012", "V012", "v12", "12"])
    func `a code is explained however it is written`(_ code: String) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("explain", code)
            #expect(ending.status == 0)
            #expect(ending.out.hasPrefix("TILL-V012: an unknown currency (error)\n\n"))
            for part in ["Wrong:\n", "price: 9.00 UDS", "did you mean `USD`?", "Right:\n", "price: 9.00 USD"] {
                #expect(ending.out.contains(part), "\(part)")
            }
        }
    }

    @Test func `a part of the file and a key are explained`() async throws {
        try await Program.inFolder { program in
            let map = try await program.run("explain", "credit", "grant")
            #expect(map.out.hasPrefix("credit grant: Credits that come with a product.\n"))
            #expect(map.out.contains("  amount  Required. How many.\n  lasts   How long they last.\n"), "\(map.out)")
            let key = try await program.run("explain", "price.every")
            #expect(key.out.contains("When left out: Once."))
            #expect(key.out.contains("    every: month\n"))
            let places = try await program.run("explain", "percent_off")
            #expect(places.out.hasPrefix("coupon.percent_off\n"))
        }
    }

    struct Unknown: Sendable {
        let written: String
        let nearest: String
    }

    @Test(arguments: [
        Unknown(written: "TILL-V999", nearest: "TILL-V"), Unknown(written: "prodct", nearest: "'product'"),
        Unknown(written: "price.evry", nearest: "'price.every'"), Unknown(written: "upsels", nearest: "'upsells'"),
        Unknown(written: "a.b.c", nearest: "catalog explain file"), Unknown(written: "..", nearest: "catalog explain"),
    ])
    func `what there is not is told with what is near`(_ unknown: Unknown) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("explain", unknown.written)
            #expect(ending.status == 64)
            #expect(ending.out.isEmpty)
            #expect(ending.error.contains(unknown.nearest), "\(ending.error)")
        }
    }

    // The names are the envelope's.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Envelope: Decodable {
        struct Explained: Decodable {
            let code: String
            let meaning: String
            let wrong: String
            let right: String
        }
        struct Key: Decodable {
            let map: String
            let key: String
            let required: Bool
            let when_left_out: String?
        }
        struct Map: Decodable {
            let name: String
            let keys: [Key]
        }
        let schema: String
        let diagnostic: Explained?
        let map: Map?
        let keys: [Key]?
    }

    private func envelope(_ ending: Program.Ending) throws -> Envelope {
        let envelope = try JSONDecoder().decode(Envelope.self, from: Data(ending.out.utf8))
        #expect(envelope.schema == "till.catalog.explain/1")
        return envelope
    }

    @Test func `explanations come as JSON too`() async throws {
        try await Program.inFolder { program in
            let code = try envelope(try await program.run("explain", "V068", "--json")).diagnostic
            #expect(code?.code == "TILL-V068")
            #expect(code?.wrong.contains("amount: 900") == true)
            let map = try envelope(try await program.run("explain", "group", "--json")).map
            #expect(map?.keys.map(\.key) == ["name", "products", "default", "i18n"])
            #expect(map?.keys.map(\.required) == [false, true, true, false])
            let keys = try envelope(try await program.run("explain", "defaults.tax", "--json")).keys
            #expect(keys?.map(\.when_left_out) == ["`exclusive`"])
        }
    }

    @Test func `the schema is printed, written and checked`() async throws {
        try await Program.inFolder { program in
            let printed = try await program.run("generate", "json-schema")
            let schema = try JSONSerialization.jsonObject(with: Data(printed.out.utf8)) as? [String: Any]
            #expect(schema?["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
            let check = {
                try await program.run("generate", "json-schema", "--output", "schema.json", "--check").status
            }
            #expect(try await check() == 2)
            #expect(try await program.run("generate", "json-schema", "--output", "schema.json").status == 0)
            #expect(program.read("schema.json") == printed.out)
            #expect(try await check() == 0)
            try program.write(printed.out + " ", to: "schema.json")
            #expect(try await check() == 2)
            #expect(program.read("schema.json") == printed.out + " ")
            #expect(try await program.run("generate", "json-schema", "--check").status == 64)
            #expect(try await program.run("generate", "nothing").status == 64)
        }
    }
}
