/// A provider at which subscriptions go over to another price without a payment in between.
///
/// What is paid already stays paid, and the day of the next payment stays what it is: only its amount is another.
package protocol SubscriberMoving: CatalogPublishing {
    /// A price as it is now, archived or not; nil when there is none of that id.
    func fetchSubscribedPrice(_ id: String) async throws(ProviderError) -> SubscribedPrice?

    /// One page of the subscriptions to a price that have not ended.
    ///
    /// - `cursor`: Where the page before said to go on; nil for the first.
    func listSubscribers(
        to price: String, after cursor: String?
    ) async throws(ProviderError) -> SubscriberPage

    /// One part of a subscription as it is now; nil when there is none.
    func fetchSubscriber(
        _ subscription: String, item: String
    ) async throws(ProviderError) -> PriceSubscriber?

    /// The request that moves one, as it will be sent with ``perform(_:idempotencyKey:)``. Pure.
    func call(for move: SubscriberMove) throws(ProviderError) -> ProviderCall
}

/// Some subscriptions to a price, and where to go on.
package struct SubscriberPage: Sendable, Hashable {
    package let subscribers: [PriceSubscriber]
    /// What to ask the next page with; nil after the last.
    package let next: String?

    package init(subscribers: [PriceSubscriber], next: String?) {
        self.subscribers = subscribers
        self.next = next
    }
}

/// One part of a subscription that goes over to another price.
package struct SubscriberMove: Sendable, Hashable {
    package let subscription: String
    package let item: String
    /// The provider's id of the price that it gets.
    package let price: String
    /// How many it keeps; nil where a meter counts.
    package let quantity: Int64?

    package init(subscription: String, item: String, price: String, quantity: Int64?) {
        self.subscription = subscription
        self.item = item
        self.price = price
        self.quantity = quantity
    }
}
