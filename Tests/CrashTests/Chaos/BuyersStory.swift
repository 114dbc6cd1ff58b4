/// What one buyer does, and what the order must look like when all of it was told.
struct BuyersStory: Sendable, Hashable {
    enum Plot: Sendable, Hashable, CaseIterable {
        case pays
        /// Gets a part of the money back, then another.
        case paysAndGetsPartsBack
        case paysAndGetsAllBack
        /// Never pays, until the page is closed.
        case goesAway
    }

    /// What one job posting costs, in cents.
    private static let price = 9_900

    let plot: Plot
    /// The idempotency key of the checkout.
    let key: String

    /// What is given back, in cents.
    var refunds: [Int] {
        switch plot {
        case .pays, .goesAway: []
        case .paysAndGetsPartsBack: [1_000, 2_500]
        case .paysAndGetsAllBack: [Self.price]
        }
    }

    /// Does at the provider what the buyer and the shop's owner do there.
    func play(_ session: String, at stripe: PlayedStripe) async throws {
        guard plot != .goesAway else { return try await stripe.expire(session) }
        try await stripe.pay(session)
        for amount in refunds { try await stripe.refund(session, amount: amount) }
    }

    /// How the order ends.
    var status: String {
        switch plot {
        case .pays: "paid"
        case .paysAndGetsPartsBack: "partiallyRefunded"
        case .paysAndGetsAllBack: "refunded"
        case .goesAway: "expired"
        }
    }

    /// Every event that the order gets, and how often.
    var events: [String: Int] {
        guard plot != .goesAway else { return ["checkout.expired": 1] }
        let paid = ["checkout.completed": 1, "payment.succeeded": 1, "order.paid": 1]
        guard !refunds.isEmpty else { return paid }
        return paid.merging(["refund.created": refunds.count, "refund.completed": refunds.count]) { $1 }
    }
}
