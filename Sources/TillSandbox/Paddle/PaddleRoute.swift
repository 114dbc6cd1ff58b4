import HTTPTypes

/// One request to Paddle's API inside its transaction, its query and its body read.
struct PaddleCall {
    let account: PaddleAccount
    /// What stands in the path behind the collection; empty when nothing does.
    let id: String
    /// The address of the request without its query, as a client outside sees it.
    let url: String
    let query: PaddleQuery
    /// The body, as the route describes it.
    let body: JSONValue

    /// Whether a member of the body was given at all, null included.
    func has(_ name: String) -> Bool { body.object?[name] != nil }
}

/// What Paddle answers to a request that it did.
enum PaddleResult: Sendable {
    /// An entity that was made.
    case made(JSONValue)
    /// An entity, or several that are no page.
    case found(JSONValue)
    /// A page of entities with what Paddle says about paging.
    case page(JSONValue, pagination: JSONValue)
    /// Nothing, since what was asked about is gone.
    case gone
}

/// One address of Paddle's API: what it takes and what it does.
struct PaddleRoute: Sendable {
    let method: HTTPRequest.Method
    let collection: String
    /// Whether an identifier follows the collection in the path.
    let namesOne: Bool
    var parameters: [PaddleParameter] = []
    /// The members of the body; nil when there is none.
    var body: [PaddleField]?
    let perform: @Sendable (PaddleCall) throws -> PaddleResult

    /// An address that lists a collection.
    static func list(
        _ collection: String, _ parameters: [PaddleParameter] = [],
        _ perform: @escaping @Sendable (PaddleCall) throws -> PaddleResult
    ) -> PaddleRoute {
        PaddleRoute(
            method: .get, collection: collection, namesOne: false, parameters: parameters, perform: perform)
    }

    /// An address that shows one entity.
    static func get(
        _ entity: PaddleEntity, _ parameters: [PaddleParameter] = [],
        _ perform: @escaping @Sendable (PaddleCall) throws -> PaddleResult
    ) -> PaddleRoute {
        PaddleRoute(
            method: .get, collection: entity.collection, namesOne: true, parameters: parameters, perform: perform)
    }

    /// An address that makes an entity.
    static func create(
        _ entity: PaddleEntity, _ body: [PaddleField],
        _ perform: @escaping @Sendable (PaddleCall) throws -> PaddleResult
    ) -> PaddleRoute {
        PaddleRoute(method: .post, collection: entity.collection, namesOne: false, body: body, perform: perform)
    }

    /// An address that changes an entity.
    static func update(
        _ entity: PaddleEntity, _ body: [PaddleField],
        _ perform: @escaping @Sendable (PaddleCall) throws -> PaddleResult
    ) -> PaddleRoute {
        PaddleRoute(method: .patch, collection: entity.collection, namesOne: true, body: body, perform: perform)
    }

    /// An address that removes an entity.
    static func delete(
        _ entity: PaddleEntity, _ perform: @escaping @Sendable (PaddleCall) throws -> PaddleResult
    ) -> PaddleRoute {
        PaddleRoute(method: .delete, collection: entity.collection, namesOne: true, perform: perform)
    }

    /// Whether a path, split at its slashes, is this route's.
    func fits(_ segments: some Collection<Substring>) -> Bool {
        segments.count == (namesOne ? 2 : 1) && segments.first.map(String.init) == collection
    }
}
