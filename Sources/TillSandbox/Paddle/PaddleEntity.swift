/// A kind of thing that Paddle's API has.
struct PaddleEntity: Sendable {
    /// Where it is in the API, such as `products`.
    let collection: String
    /// How Paddle's errors call one, such as `Product`.
    let noun: String
    /// What its identifiers begin with, such as `pro`.
    let prefix: String

    /// How its documents are kept apart from those of other providers.
    var kind: String { "paddle_" + collection }

    static let product = PaddleEntity(collection: "products", noun: "Product", prefix: "pro")
    static let price = PaddleEntity(collection: "prices", noun: "Price", prefix: "pri")
    static let discount = PaddleEntity(collection: "discounts", noun: "Discount", prefix: "dsc")
    static let notificationSetting = PaddleEntity(
        collection: "notification-settings", noun: "Notification setting", prefix: "ntfset")
    /// What happened; its identifier is called `event_id` where it is shown.
    static let event = PaddleEntity(collection: "events", noun: "Event", prefix: "evt")

    /// What the names of its events begin with, such as `product`; nil where nothing of it is remembered.
    var eventGroup: String? {
        let group = noun.lowercased()
        return PaddleEventTypes.names.contains("\(group).updated") ? group : nil
    }
}
