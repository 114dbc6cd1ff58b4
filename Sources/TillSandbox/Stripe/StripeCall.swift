import HTTPTypes

/// One request to Stripe's API inside its transaction, its parameters read.
struct StripeCall {
    let account: StripeAccount
    /// What stands in the path where the route has placeholders, in their order.
    let pathIDs: [String]
    /// The parameters, as the route describes them.
    let input: JSONValue

    /// What stands in the path where the route has its first placeholder.
    var pathID: String { pathIDs.first ?? "" }

    /// Whether a parameter was given at all, emptied ones included.
    func has(_ name: String) -> Bool { input.object?[name] != nil }

    /// The object that the path names.
    func target(_ kind: String) throws -> Document { try account.find(kind, pathID) }
}

/// One address of Stripe's API: what it takes and what it does.
struct StripeRoute: Sendable {
    let method: HTTPRequest.Method
    /// The path, with `:id` where an identifier stands.
    let path: String
    let parameters: [StripeField]
    let perform: @Sendable (StripeCall) throws -> JSONValue

    static func get(
        _ path: String, _ parameters: [StripeField] = [],
        _ perform: @escaping @Sendable (StripeCall) throws -> JSONValue
    ) -> StripeRoute {
        StripeRoute(method: .get, path: path, parameters: parameters, perform: perform)
    }

    static func post(
        _ path: String, _ parameters: [StripeField] = [],
        _ perform: @escaping @Sendable (StripeCall) throws -> JSONValue
    ) -> StripeRoute {
        StripeRoute(method: .post, path: path, parameters: parameters, perform: perform)
    }

    static func delete(
        _ path: String, _ parameters: [StripeField] = [],
        _ perform: @escaping @Sendable (StripeCall) throws -> JSONValue
    ) -> StripeRoute {
        StripeRoute(method: .delete, path: path, parameters: parameters, perform: perform)
    }

    /// What the address is about, in the singular, as the names of permissions have it: `product`, `billing_meter`.
    var noun: String {
        let words = path.split(separator: "/").dropFirst().prefix { $0 != ":id" }.joined(separator: "_")
        return words.hasSuffix("s") ? String(words.dropLast()) : words
    }

    /// The identifiers in a path that fits this route; nil when it does not fit.
    func match(_ segments: [Substring]) -> [String]? {
        let pattern = path.split(separator: "/")
        guard pattern.count == segments.count else { return nil }
        var ids: [String] = []
        for (expected, given) in zip(pattern, segments) {
            if expected == ":id" {
                guard let decoded = try? StripeForm.decoded(given.utf8, plusIsSpace: false) else { return nil }
                ids.append(decoded)
            } else if expected != given {
                return nil
            }
        }
        return ids
    }
}
