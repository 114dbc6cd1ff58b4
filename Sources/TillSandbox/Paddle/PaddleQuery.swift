/// What a parameter of a request's query may be.
struct PaddleParameter: Sendable {
    /// The form of its value, or of each of its values.
    enum Form: Sendable {
        case text
        case choice([String])
        case flag
        case count
    }

    let name: String
    let form: Form
    /// Whether several values may be given, with commas between them.
    var isList = false

    /// Several values with commas between them.
    static func list(_ name: String, _ form: Form = .text) -> PaddleParameter {
        PaddleParameter(name: name, form: form, isList: true)
    }

    /// What every list takes.
    static let paging: [PaddleParameter] = [
        PaddleParameter(name: "after", form: .text), PaddleParameter(name: "order_by", form: .text),
        PaddleParameter(name: "per_page", form: .count),
    ]
}

/// The query of a request, read as its route describes it.
struct PaddleQuery: Sendable {
    private var values: [String: [String]] = [:]
    /// The parts of the query as they were sent, without the one that says where the page begins.
    private var rest: [String] = []

    /// Reads a query as it was sent; a parameter that the address does not have is refused.
    init(_ query: String, as parameters: [PaddleParameter]) throws(PaddleError) {
        for piece in query.split(separator: "&") {
            let sides = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(sides[0])
            let text = sides.count == 2 ? try Self.decoded(sides[1]) : ""
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let names = parameters.map(\.name).joined(separator: ", ")
                throw .invalidField(
                    name, names.isEmpty ? "is not a parameter here" : "is not a parameter here; these are: \(names)")
            }
            let given =
                parameter.isList
                ? text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [text]
            for value in given { try Self.check(value, parameter) }
            guard parameter.isList || values[name] == nil else { throw .invalidField(name, "was given twice") }
            values[name, default: []] += given
            if name != "after" { rest.append(String(piece)) }
        }
    }

    /// The values of a parameter; nil when it was not given.
    func list(_ name: String) -> [String]? { values[name] }

    /// The value of a parameter that has one; nil when it was not given.
    subscript(name: String) -> String? { values[name]?.first }

    /// The query of the page that begins after an entity.
    func text(after id: String?) -> String {
        (rest + (id.map { ["after=" + $0] } ?? [])).joined(separator: "&")
    }

    private static func check(_ value: String, _ parameter: PaddleParameter) throws(PaddleError) {
        switch parameter.form {
        case .text: break
        case .choice(let words):
            guard words.contains(value) else {
                throw .invalidField(
                    parameter.name,
                    "must be one of the following values: \(words.joined(separator: "|")). Provided: \(value)")
            }
        case .flag:
            guard ["true", "false"].contains(value) else { throw invalid(parameter.name) }
        case .count:
            guard let number = Int(value) else { throw invalid(parameter.name) }
            guard number >= 1 else {
                throw .invalidField(parameter.name, "must be greater than or equal to 1. Provided: \(number)")
            }
        }
    }

    private static func invalid(_ name: String) -> PaddleError {
        .badRequest([PaddleError.Field(field: name, message: "invalid input")])
    }

    private static func decoded(_ text: Substring) throws(PaddleError) -> String {
        do {
            return try StripeForm.decoded(text.utf8)
        } catch {
            throw .unreadable("The query cannot be read: \(error.message)")
        }
    }
}
