// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Paddle's, so that a shape can be compared with its documentation at a glance.

/// What every answer of Paddle's is wrapped in.
struct PaddleAnswer<Content: Decodable & Sendable>: Decodable, Sendable {
    let data: Content
    let meta: PaddleMeta?
}

/// What Paddle says about an answer.
struct PaddleMeta: Decodable, Sendable {
    struct Pagination: Decodable, Sendable {
        let has_more: Bool?
    }
    let request_id: String?
    let pagination: Pagination?
}
