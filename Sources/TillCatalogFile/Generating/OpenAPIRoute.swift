/// One route of the server, as its description needs it.
struct OpenAPIRoute {
    /// What a route belongs to.
    enum Tag: String, CaseIterable {
        case catalog, checkout, orders, webhooks, pages, health

        var words: String {
            switch self {
            case .catalog: "What is for sale."
            case .checkout: "Making an order and paying for it."
            case .orders: "What was ordered, for the shop and for its buyers."
            case .webhooks: "For payment providers."
            case .pages: "Pages for buyers, and what they load."
            case .health: "For whoever watches the server."
            }
        }
    }

    /// A successful answer.
    struct Answer {
        let status: Int
        let words: String
        let type: String
        let schema: JSONText
        /// Headers of the answer that mean something.
        var headers: JSONText?
    }

    let method: String
    let path: String
    let name: String
    let tag: Tag
    let summary: String
    var parameters: [JSONText] = []
    var body: JSONText?
    let answers: [Answer]
    /// The codes it refuses with, besides those that every route may.
    var refusals: [String] = []
    /// The names of security schemes of which one is enough; empty where none is needed.
    var security: [String] = []
}

extension OpenAPIRoute {
    /// The operation under its path and method.
    func operation(_ errors: [OpenAPIError]) -> JSONText {
        .object([
            "operationId": .string(name), "tags": [.string(tag.rawValue)], "summary": .string(summary),
            "security": security.isEmpty ? nil : .array(security.map { .object([.init(key: $0, value: [])]) }),
            "parameters": parameters.isEmpty ? nil : .array(parameters), "requestBody": body,
            "responses": .object(answers.map(member) + refused(errors)),
        ])
    }

    private func member(_ answer: Answer) -> JSONText.Member {
        let content = JSONText.object([JSONText.Member(key: answer.type, value: ["schema": answer.schema])])
        return JSONText.Member(
            key: String(answer.status),
            value: .object([
                "description": .string(answer.words), "headers": answer.headers,
                "content": answer.type.isEmpty ? nil : content,
            ]))
    }

    /// One answer for each status, which tells the codes that come with it.
    private func refused(_ errors: [OpenAPIError]) -> [JSONText.Member] {
        let own = errors.filter { refusals.contains($0.code) }
        let statuses = Set(own.map(\.status)).sorted()
        let refused = statuses.map { status in
            let words = own.filter { $0.status == status }.map { "`\($0.code)`: \($0.meaning)" }
            return JSONText.Member(
                key: String(status),
                value: [
                    "description": .string(words.joined(separator: "\n\n")),
                    "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
                ])
        }
        let other = JSONText.Member(
            key: "default",
            value: [
                "description": "Any other error.",
                "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
            ])
        return refused + [other]
    }
}
