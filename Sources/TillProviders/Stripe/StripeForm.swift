/// A request body as Stripe takes it: form-encoded, nested with brackets.
struct StripeForm: Sendable, Hashable {
    private(set) var fields: [(name: String, value: String)] = []

    static func == (left: StripeForm, right: StripeForm) -> Bool { left.encoded == right.encoded }
    func hash(into hasher: inout Hasher) { hasher.combine(encoded) }

    /// Adds a field; nil leaves it out, which Stripe reads as "do not change".
    mutating func set(_ name: String, _ value: String?) {
        if let value { fields.append((name, value)) }
    }

    /// Adds a whole number in plain decimal.
    mutating func set(_ name: String, _ value: Int64) { fields.append((name, String(value))) }

    /// Adds pairs below one name, sorted, so that the same request always has the same bytes.
    mutating func set(_ name: String, pairs: [String: String]) {
        for (key, value) in pairs.sorted(by: { $0.key < $1.key }) { fields.append(("\(name)[\(key)]", value)) }
    }

    /// The body's text.
    ///
    /// Brackets in names stay as they are; values are escaped as a form does.
    var encoded: String {
        fields.map { "\(StripeForm.escape($0.name, keeping: "[]"))=\(StripeForm.escape($0.value, keeping: ""))" }
            .joined(separator: "&")
    }

    private static func escape(_ text: String, keeping kept: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF")
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.append(character)
            case _ where byte < 128 && kept.contains(character):
                escaped.append(character)
            default:
                escaped += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
            }
        }
        return escaped
    }
}
