import TillModel

/// What a provider has of those who subscribe to a price.
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
        try await subscribers(to: price, pages: .max, at: provider, caller).subscribers
    }

    /// Those who subscribe to a price, as far as some pages tell them; with where to go on, where there are more.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    static func subscribers(
        to price: String, pages: Int, at provider: any SubscriberMoving, _ caller: ProviderCaller
    ) async throws -> SubscriberPage {
        var subscribers: [PriceSubscriber] = []
        var cursor: String?
        var left = pages
        repeat {
            let from = cursor
            let page = try await caller.read { _ throws(ProviderError) in
                try await provider.listSubscribers(to: price, after: from)
            }
            subscribers += page.subscribers
            cursor = page.next
            left -= 1
        } while cursor != nil && left > 0
        return SubscriberPage(subscribers: subscribers, next: cursor)
    }
}
