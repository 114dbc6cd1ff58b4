/// A form in Stripe's bracket notation, such as `line_items[0][price]=price_1&metadata[order]=A+1`.
///
/// Reading is total: whatever the bytes are, the result is a tree or an error that says what is wrong.
enum StripeForm: Sendable, Equatable {
    /// The text of a field.
    case text(String)
    /// Fields below a field, by name or by index.
    case fields([String: StripeForm])

    /// What is wrong with a form.
    struct Malformed: Error, Sendable, Equatable {
        /// One sentence.
        let message: String
    }

    /// How many names may be nested in one field.
    static let maximumDepth = 8
    /// How many fields a form may have.
    static let maximumFields = 4000

    /// Reads a body or a query.
    static func parse(_ bytes: some Collection<UInt8>) throws(Malformed) -> StripeForm {
        var root: [String: StripeForm] = [:]
        var count = 0
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            count += 1
            guard count <= maximumFields else { throw Malformed(message: "The form has more than 4000 fields.") }
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decoded(halves[0])
            let value = halves.count > 1 ? try decoded(halves[1]) : ""
            let path = try names(in: name)
            try insert(value, at: path[...], into: &root, whole: name)
        }
        return .fields(root)
    }

    private static func insert(
        _ value: String, at path: ArraySlice<String>, into fields: inout [String: StripeForm], whole: String
    ) throws(Malformed) {
        guard var name = path.first else { return }
        if name.isEmpty { name = String(fields.count) }
        let rest = path.dropFirst()
        switch (fields[name], rest.isEmpty) {
        case (nil, true), (.text, true): fields[name] = .text(value)
        case (nil, false):
            var inner: [String: StripeForm] = [:]
            try insert(value, at: rest, into: &inner, whole: whole)
            fields[name] = .fields(inner)
        case (.fields(var inner), false):
            fields[name] = nil
            try insert(value, at: rest, into: &inner, whole: whole)
            fields[name] = .fields(inner)
        case (.text, false), (.fields, true):
            throw Malformed(message: "'\(whole)' is given both a value and fields of its own.")
        }
    }

    /// Splits `a[b][0]` into `a`, `b`, `0`; `[]` gives an empty name.
    private static func names(in key: String) throws(Malformed) -> [String] {
        var names: [String] = []
        var name = ""
        var isInside = false
        for scalar in key.unicodeScalars {
            switch scalar {
            case "[":
                guard !isInside else { throw Malformed(message: "The brackets of '\(key)' do not match.") }
                if names.isEmpty {
                    guard !name.isEmpty else { throw Malformed(message: "'\(key)' begins with a bracket.") }
                    names.append(name)
                }
                name = ""
                isInside = true
            case "]":
                guard isInside else { throw Malformed(message: "The brackets of '\(key)' do not match.") }
                names.append(name)
                name = ""
                isInside = false
                guard names.count <= maximumDepth else {
                    throw Malformed(message: "'\(key)' is nested more than \(maximumDepth) deep.")
                }
            default:
                guard isInside || names.isEmpty else {
                    throw Malformed(message: "'\(key)' goes on after a closing bracket.")
                }
                name.unicodeScalars.append(scalar)
            }
        }
        guard !isInside else { throw Malformed(message: "The brackets of '\(key)' do not match.") }
        if names.isEmpty {
            guard !name.isEmpty else { throw Malformed(message: "A field has no name.") }
            names.append(name)
        }
        return names
    }

    /// Undoes percent-encoding, of a form's text or of a part of a path.
    static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = true) throws(Malformed) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    throw Malformed(message: "A percent sign is not followed by two hexadecimal digits.")
                }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        guard let text = String(validating: result, as: UTF8.self) else {
            throw Malformed(message: "The form is not valid UTF-8.")
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
