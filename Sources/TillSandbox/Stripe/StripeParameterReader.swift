/// Turns a form into typed values as a route's parameters describe them, or says which one is wrong.
///
/// An emptied value becomes null; what was left out stays out.
struct StripeParameterReader {
    /// Reads the whole form of a request.
    static func read(_ form: StripeForm, as fields: [StripeField]) throws(StripeError) -> JSONValue {
        guard case .fields(let given) = form else { return .object([:]) }
        return try table(given, fields, path: nil)
    }

    private static func table(
        _ given: [String: StripeForm], _ fields: [StripeField], path: String?
    ) throws(StripeError) -> JSONValue {
        for name in given.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            throw .unknown(join(path, name))
        }
        var values: [String: JSONValue] = [:]
        for field in fields {
            let name = join(path, field.name)
            guard let value = given[field.name] else {
                if field.isRequired { throw .missing(name) }
                continue
            }
            if value == .text("") {
                if case .unsupported = field.kind { continue }
                guard field.isEmptyable else { throw field.isRequired ? .missing(name) : .empty(name) }
                values[field.name] = .null
            } else {
                values[field.name] = try read(value, field.kind, name)
            }
        }
        return .object(values)
    }

    private static func read(
        _ form: StripeForm, _ kind: StripeParameter, _ path: String
    ) throws(StripeError) -> JSONValue {
        switch kind {
        case .text(let limit):
            let text = try text(form, path, "string")
            guard text.unicodeScalars.count <= limit else {
                throw .parameter(
                    path, "Invalid string: \(path) must be at most \(limit) characters",
                    code: "parameter_invalid_string")
            }
            return .string(text)
        case .url:
            let text = try text(form, path, "string")
            // The one placeholder that is not allowed in an address otherwise.
            guard SandboxURL.isWebAddress(text.replacing("{CHECKOUT_SESSION_ID}", with: "id")) else {
                throw .parameter(path, "Not a valid URL", code: "url_invalid")
            }
            return .string(text)
        case .integer(let range): return .int(try integer(form, range, path))
        case .integerOr(let word, let range):
            return form == .text(word) ? .string(word) : .int(try integer(form, range, path))
        case .decimal(let places):
            let text = try text(form, path, "decimal")
            guard let decimal = StripeDecimal(text, places: places) else {
                throw .parameter(
                    path, "Invalid decimal: \(text); must contain at maximum \(places) decimal places.",
                    code: "parameter_invalid_string")
            }
            return .string(decimal.text)
        case .boolean:
            switch try text(form, path, "boolean") {
            case "true": return true
            case "false": return false
            case let text:
                throw .parameter(path, "Invalid boolean: \(text)", code: "parameter_invalid_boolean")
            }
        case .choice(let words):
            let text = try text(form, path, "string")
            guard words.contains(text) else {
                throw .parameter(path, "Invalid \(path): must be one of \(words.joined(separator: ", "))")
            }
            return .string(text)
        case .list(let element, let limit): return try list(form, element, limit, path)
        case .table(let fields):
            guard case .fields(let given) = form else { throw .parameter(path, "Invalid object") }
            return try table(given, fields, path: path)
        case .map(let kind):
            guard case .fields(let given) = form else { throw .parameter(path, "Invalid object") }
            var values: [String: JSONValue] = [:]
            for (name, value) in given { values[name] = try read(value, kind, join(path, name)) }
            return .object(values)
        case .metadata: return try metadata(form, path)
        case .instantRange: return try instantRange(form, path)
        case .unsupported:
            guard form == .text("false") || form == .fields(["enabled": .text("false")]) else {
                throw .unsupported(path)
            }
            return false
        }
    }

    private static func text(_ form: StripeForm, _ path: String, _ noun: String) throws(StripeError) -> String {
        guard case .text(let text) = form else {
            throw .parameter(path, "Invalid \(noun): \(path)", code: "parameter_invalid_\(noun)")
        }
        return text
    }

    private static func integer(
        _ form: StripeForm, _ range: ClosedRange<Int64>, _ path: String
    ) throws(StripeError) -> Int64 {
        let text = try text(form, path, "integer")
        guard let number = Int64(text), !text.hasPrefix("+") else {
            throw .invalidInteger(path, "Invalid integer: \(text)")
        }
        guard number >= range.lowerBound else {
            throw .invalidInteger(path, "This value must be greater than or equal to \(range.lowerBound).")
        }
        guard number <= range.upperBound else {
            throw .invalidInteger(path, "This value must be less than or equal to \(range.upperBound).")
        }
        return number
    }

    private static func list(
        _ form: StripeForm, _ element: StripeParameter, _ limit: Int, _ path: String
    ) throws(StripeError) -> JSONValue {
        guard case .fields(let given) = form else { throw .parameter(path, "Invalid array") }
        guard given.count <= limit else {
            throw .parameter(path, "Array exceeded maximum \(limit) allowed elements.", code: "array_too_large")
        }
        var numbered: [(Int, StripeForm)] = []
        for (name, value) in given {
            guard let index = Int(name), index >= 0 else { throw .parameter(path, "Invalid array") }
            numbered.append((index, value))
        }
        var values: [JSONValue] = []
        for (index, value) in numbered.sorted(by: { $0.0 < $1.0 }) {
            values.append(try read(value, element, "\(path)[\(index)]"))
        }
        return .array(values)
    }

    private static func metadata(_ form: StripeForm, _ path: String) throws(StripeError) -> JSONValue {
        guard case .fields(let given) = form else { throw .parameter(path, "Invalid object") }
        guard given.count <= 50 else { throw .parameter(path, "Metadata can have at most 50 keys.") }
        var values: [String: JSONValue] = [:]
        for (name, value) in given {
            guard name.unicodeScalars.count <= 40 else {
                throw .parameter(
                    join(path, name), "Invalid metadata: keys must be at most 40 characters, but '\(name)' has more")
            }
            guard case .text(let text) = value else { throw .parameter(join(path, name), "Invalid string") }
            guard text.unicodeScalars.count <= 500 else {
                throw .parameter(
                    join(path, name), "Invalid metadata: values must be at most 500 characters, but '\(name)' has more")
            }
            values[name] = text.isEmpty ? .null : .string(text)
        }
        return .object(values)
    }

    private static func instantRange(_ form: StripeForm, _ path: String) throws(StripeError) -> JSONValue {
        let bounds = ["gt", "gte", "lt", "lte"].map { StripeField.optional($0, .instant) }
        guard case .fields(let given) = form else { return try read(form, .instant, path) }
        return try table(given, bounds, path: path)
    }

    private static func join(_ path: String?, _ name: String) -> String {
        path.map { "\($0)[\(name)]" } ?? name
    }
}
