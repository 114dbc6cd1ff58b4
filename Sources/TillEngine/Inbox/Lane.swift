import TillModel

/// The name of the queue that a message stands in: messages of one lane are applied one after another.
enum Lane {
    /// The order's own lane, once the object is known to be the order's; until then the object's.
    static func name(of event: WebhookEvent, order: Order.ID?, in account: ProviderAccount) -> String {
        if let order { return name(of: order) }
        // What is about no object stands in nobody's way.
        return "\(name(of: account))/\(event.objectID.isEmpty ? event.dedupKey : event.objectID)"
    }

    /// What the lanes of an account's objects begin with.
    static func name(of account: ProviderAccount) -> String { "\(account.provider)/\(account.account)" }

    static func name(of order: Order.ID) -> String { order.rawValue }
}
