/// How metadata changes when an object is updated.
enum StripeMetadata {
    /// What an object is created with.
    static func initial(_ given: JSONValue) -> JSONValue { merged(.object([:]), given) }

    /// Given keys replace, emptied keys go, others stay; emptying the whole removes every key.
    static func merged(_ present: JSONValue, _ given: JSONValue) -> JSONValue {
        guard let changes = given.object else { return .object([:]) }
        var merged = present.object ?? [:]
        merged.merge(changes) { _, given in given }
        return .object(merged.filter { !$0.value.isNull })
    }

    /// Applies the call's metadata, if it has any, to an object, and refuses more than 50 keys in all.
    static func apply(_ call: StripeCall, to json: inout JSONValue) throws(StripeError) {
        guard call.has("metadata") else { return }
        let result = merged(json["metadata"], call.input["metadata"])
        guard (result.object?.count ?? 0) <= 50 else {
            throw .parameter("metadata", "Metadata can have at most 50 keys.")
        }
        json["metadata"] = result
    }
}
