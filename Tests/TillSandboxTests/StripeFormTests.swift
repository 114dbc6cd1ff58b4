import Testing

@testable import TillSandbox

@Suite struct StripeFormTests {
    @Test func `brackets make a tree, with plus and percent undone`() throws {
        let form = try StripeForm.parse(Array("a=A%C3%B1+%26&b[c][0]=1&b[c][1]=2&d%5Be%5D=&f[]=x&f[]=y".utf8))
        #expect(
            form
                == .fields([
                    "a": .text("Añ &"), "b": .fields(["c": .fields(["0": .text("1"), "1": .text("2")])]),
                    "d": .fields(["e": .text("")]), "f": .fields(["0": .text("x"), "1": .text("y")]),
                ]))
    }

    @Test(
        arguments: [
            "a[=1", "a]=1", "a[b=1", "a[b]c=1", "a[[b]]=1", "[a]=1", "=1", "a=%", "a=%zz", "a=%ff", "a=1&a[b]=2",
            "a[b]=1&a=2", "a[b][c][d][e][f][g][h][i]=1",
        ])
    func `a form that cannot be read is an error`(_ text: String) {
        #expect(throws: StripeForm.Malformed.self) { try StripeForm.parse(Array(text.utf8)) }
    }

    @Test func `more fields than anybody needs are refused`() {
        let text = (0...StripeForm.maximumFields).map { "a\($0)=1" }.joined(separator: "&")
        #expect(throws: StripeForm.Malformed.self) { try StripeForm.parse(Array(text.utf8)) }
    }

    @Test(arguments: 0..<8)
    func `whatever the bytes are, reading ends in a tree or an error`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        let alphabet = Array("[]=&%+0123456789abcdef".utf8) + [0xFF, 0x00, 0xC3]
        for _ in 0..<2000 {
            let bytes = (0..<Int(random.next() % 40)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            guard let form = try? StripeForm.parse(bytes) else { continue }
            let fields: [StripeField] = [
                .optional("a", .list(.table([.required("b", .integer(0...9))]))), .emptyable("b", .metadata),
                .optional("c", .map(.amount)), .optional("d", .instantRange), .optional("e", .boolean),
                .optional("f", .url), .optional("0", .unsupported),
            ]
            // Only that it returns: what it says of random bytes is of no interest.
            _ = try? StripeParameterReader.read(form, as: fields)
        }
    }
}

/// A fixed sequence of numbers that look random.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
