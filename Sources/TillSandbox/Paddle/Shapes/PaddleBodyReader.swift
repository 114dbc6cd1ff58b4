/// Holds a request's body against what its route takes, and collects everything that is wrong with it.
struct PaddleBodyReader {
    private var problems: [PaddleError.Field] = []

    /// Reads the body of a request that has these members.
    static func read(_ bytes: [UInt8], as fields: [PaddleField]) throws(PaddleError) -> JSONValue {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: bytes)
        } catch {
            throw .unreadable("invalid JSON")
        }
        var reader = PaddleBodyReader()
        reader.check(body, .table(fields), "(root)")
        guard reader.problems.isEmpty else { throw .badRequest(reader.problems) }
        return body
    }

    private mutating func check(_ value: JSONValue, _ shape: PaddleShape, _ path: String) {
        switch (shape, value) {
        case (.nullable, .null), (.boolean, .bool), (.customData, .object): break
        case (.nullable(let shape), _): check(value, shape, path)
        case (.text(let range), .string(let text)):
            let length = text.unicodeScalars.count
            if length < range.lowerBound {
                note(path, "String length must be greater than or equal to \(range.lowerBound)")
            } else if length > range.upperBound {
                note(path, "String length must be less than or equal to \(range.upperBound)")
            }
        case (.matching(let rule, let accepts), .string(let text)):
            if !accepts(text) { note(path, rule) }
        case (.choice(let words), .string(let text)):
            if !words.contains(text) {
                let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
                note(path, "must be one of the following: \(list)")
            }
        case (.integer(let range), .int(let number)):
            if number < range.lowerBound {
                note(path, "Must be greater than or equal to \(range.lowerBound)")
            } else if number > range.upperBound {
                note(path, "Must be less than or equal to \(range.upperBound)")
            }
        case (.table(let fields), .object(let members)): check(members, fields, path)
        case (.list(let element, let range), .array(let elements)):
            check(elements, element, range, path)
        default: note(path, "Invalid type. Expected: \(shape.typeName), given: \(value.typeName)")
        }
    }

    private mutating func check(_ members: [String: JSONValue], _ fields: [PaddleField], _ path: String) {
        for field in fields {
            if let value = members[field.name] {
                check(value, field.shape, path == "(root)" ? field.name : "\(path).\(field.name)")
            } else if field.isRequired {
                note(path, "\(field.name) is required")
            }
        }
        for name in members.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            note(path, "Additional property \(name) is not allowed")
        }
    }

    private mutating func check(
        _ elements: [JSONValue], _ shape: PaddleShape, _ range: ClosedRange<Int>, _ path: String
    ) {
        if elements.count < range.lowerBound { note(path, "Array must have at least \(range.lowerBound) items") }
        // What is too long is not looked into, so that the answer stays short.
        guard elements.count <= range.upperBound else {
            return note(path, "Array must have at most \(range.upperBound) items")
        }
        for (index, element) in elements.enumerated() { check(element, shape, "\(path).\(index)") }
        if Set(elements).count < elements.count { note(path, "array items must be unique") }
    }

    private mutating func note(_ path: String, _ message: String) {
        problems.append(PaddleError.Field(field: path, message: message))
    }
}

extension JSONValue {
    /// The word for its type.
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .decimal: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
