import TillModel

/// What a provider has of those who subscribe to earlier prices.
package enum SubscriberSurvey {
    /// A price as its provider has it; nil when there is none.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package static func price(
        _ id: String, at provider: any SubscriberMoving, _ caller: ProviderCaller
    ) async throws -> SubscribedPrice? {
        try await caller.read { _ throws(ProviderError) in try await provider.fetchSubscribedPrice(id) }
    }

    /// Everybody who subscribes to a price, page by page.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package static func subscribers(
        to price: String, at provider: any SubscriberMoving, _ caller: ProviderCaller
    ) async throws -> [PriceSubscriber] {
        var subscribers: [PriceSubscriber] = []
        var cursor: String?
        repeat {
            let from = cursor
            let page = try await caller.read { _ throws(ProviderError) in
                try await provider.listSubscribers(to: price, after: from)
            }
            subscribers += page.subscribers
            cursor = page.next
        } while cursor != nil
        return subscribers
    }
}
