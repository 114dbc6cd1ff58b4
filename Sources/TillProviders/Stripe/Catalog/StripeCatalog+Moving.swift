import TillModel

/// Subscriptions go over to another price by their item, without proration.
///
/// Stripe keeps the day of the next payment as long as the interval is the same and the old price was not free.
extension StripeCatalog: SubscriberMoving {
    package func fetchSubscribedPrice(_ id: String) async throws(ProviderError) -> SubscribedPrice? {
        let path = "/v1/prices/\(try StripeClient.identifier(id))?expand[]=currency_options"
        guard let answer = try await client.fetch(path) else { return nil }
        return StripeSubscriberReading.price(try client.decode(answer))
    }

    package func listSubscribers(
        to price: String, after cursor: String?
    ) async throws(ProviderError) -> SubscriberPage {
        var query = StripeForm()
        query.set("price", price)
        query.set("limit", 100)
        query.set("starting_after", cursor)
        let list: StripeList<StripeSubscribed> = try await client.send(
            ProviderCall(method: "GET", path: "/v1/subscriptions?\(query.encoded)"))
        return SubscriberPage(
            subscribers: list.data.flatMap { StripeSubscriberReading.subscribers($0, to: price) },
            next: list.has_more == true ? list.data.last?.id : nil)
    }

    package func fetchSubscriber(
        _ subscription: String, item: String
    ) async throws(ProviderError) -> PriceSubscriber? {
        let path = "/v1/subscriptions/\(try StripeClient.identifier(subscription))"
        guard let answer = try await client.fetch(path) else { return nil }
        let wire: StripeSubscribed = try client.decode(answer)
        return wire.items.data.first { $0.id == item }.map { StripeSubscriberReading.subscriber(wire, $0) }
    }

    package func call(for move: SubscriberMove) throws(ProviderError) -> ProviderCall {
        var form = StripeForm()
        form.set("items[0][id]", try StripeClient.identifier(move.item))
        form.set("items[0][price]", move.price)
        // Where it is not said, Stripe makes it one.
        if let quantity = move.quantity { form.set("items[0][quantity]", quantity) }
        form.set("items[0][metadata][\(StripeSubscriberReading.marker)]", move.price)
        form.set("proration_behavior", "none")
        return ProviderCall(
            method: "POST", path: "/v1/subscriptions/\(try StripeClient.identifier(move.subscription))",
            body: form.encoded)
    }
}
