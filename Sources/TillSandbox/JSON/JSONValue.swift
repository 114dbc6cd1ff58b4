/// A JSON value as the emulated providers write it.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number that is not whole, or beyond 64 bits, as its digits.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An object of the given fields, with every name listed in `nulls` present and null unless given.
    static func object(nulls: String, _ fields: [String: JSONValue]) -> JSONValue {
        var object = fields
        for name in nulls.split(whereSeparator: \.isWhitespace) where object[String(name)] == nil {
            object[String(name)] = .null
        }
        return .object(object)
    }

    /// The member of an object; null when there is none or this is no object.
    ///
    /// Setting makes an object.
    subscript(name: String) -> JSONValue {
        get {
            guard case .object(let fields) = self else { return .null }
            return fields[name] ?? .null
        }
        set {
            var fields = object ?? [:]
            fields[name] = newValue
            self = .object(fields)
        }
    }

    /// The text, when this is a string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, when this is one.
    var int: Int64? {
        guard case .int(let number) = self else { return nil }
        return number
    }

    /// The truth value, when this is one.
    var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    /// The elements, when this is an array.
    var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, when this is an object.
    var object: [String: JSONValue]? {
        guard case .object(let fields) = self else { return nil }
        return fields
    }

    /// Whether this is null.
    var isNull: Bool { self == .null }

    /// The text, or null.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// The number, or null.
    static func optional(_ number: Int64?) -> JSONValue { number.map(JSONValue.int) ?? .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int64) { self = .int(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    init(nilLiteral: ()) { self = .null }
}
