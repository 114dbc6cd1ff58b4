/// What a map is of, put into words only when something is wrong with it.
struct Owner: CustomStringConvertible, ExpressibleByStringLiteral {
    private let words: String
    private let key: String?

    /// Something that has a key: "product `pro`".
    init(_ words: String, key: String) {
        self.words = words
        self.key = key
    }

    /// Something there is one of, in words made elsewhere.
    init(_ words: String) {
        self.words = words
        key = nil
    }

    /// Something there is one of.
    init(stringLiteral words: String) {
        self.words = words
        key = nil
    }

    var description: String { key.map { "\(words) `\(Quoting.clipped($0))`" } ?? words }
}
