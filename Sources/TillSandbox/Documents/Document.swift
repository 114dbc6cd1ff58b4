/// One object of a provider, such as a price or a checkout session.
struct Document: Sendable {
    /// Which kind of object, such as `checkout.session`.
    let kind: String
    /// The identifier the provider's clients know it by.
    let id: String
    /// What the provider's API shows.
    var json: JSONValue
    /// What the emulator remembers about it and never shows.
    var hidden: JSONValue

    /// A document of an object that carries its own kind and identifier.
    init(_ json: JSONValue, hidden: JSONValue = .object([:])) {
        self.init(kind: json["object"].string ?? "", id: json["id"].string ?? "", json: json, hidden: hidden)
    }

    init(kind: String, id: String, json: JSONValue, hidden: JSONValue) {
        self.kind = kind
        self.id = id
        self.json = json
        self.hidden = hidden
    }
}
