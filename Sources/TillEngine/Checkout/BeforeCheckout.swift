import Logging
import Till
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets the team's own code look at a checkout before its order is written.
///
/// Whatever goes wrong there, nothing is sold.
struct BeforeCheckout: Sendable {
    let hooks: [CheckoutHook]
    let logger: Logger
    /// How long all of them may take together, while a buyer waits.
    var limit = Duration.seconds(5)

    /// The order for a request, as the catalog and then the team's code have it.
    func order(
        for request: CheckoutRequest, id: Order.ID, at now: Date, by rules: CheckoutRules
    ) async throws -> Order {
        let order = try rules.order(for: request, id: id, at: now)
        guard !hooks.isEmpty else { return order }
        let checkout = try await run(on: PendingCheckout(order))
        if let reason = checkout.refusal { throw CheckoutError(.checkoutRefused, reason) }
        if let provider = checkout.chosenProvider, provider != order.account.provider {
            throw unusable(
                "it chose the provider '\(provider)', and this shop sells through '\(order.account.provider)' alone")
        }
        if let coupon = checkout.chosenCoupon { throw unusable(Self.whyNot(coupon, in: rules.catalog)) }
        guard checkout.metadata != order.metadata else { return order }
        do throws(CheckoutError) {
            return try rules.order(for: request.with(metadata: checkout.metadata), id: id, at: now)
        } catch {
            throw unusable("it added metadata that an order cannot carry: \(error)")
        }
    }

    private static func whyNot(_ coupon: String, in catalog: Catalog) -> String {
        catalog.coupon(coupon) == nil
            ? "it chose the coupon '\(coupon)', which the catalog does not have"
            : "it chose the coupon '\(coupon)'; coupons can be quoted, and a checkout of this version sells without them"
    }

    private struct TimedOut: Error, CustomStringConvertible {
        let limit: Duration
        var description: String { "it took longer than \(limit)" }
    }

    private func run(on checkout: PendingCheckout) async throws -> PendingCheckout {
        do {
            return try await withThrowingTaskGroup(of: PendingCheckout.self) { group in
                group.addTask { [hooks] in
                    var checkout = checkout
                    for hook in hooks where checkout.refusal == nil { checkout = try await hook(checkout) }
                    return checkout
                }
                group.addTask { [limit] in
                    try await Task.sleep(for: limit)
                    throw TimedOut(limit: limit)
                }
                defer { group.cancelAll() }
                return try await group.next() ?? checkout
            }
        } catch {
            logger.error("beforeCheckout failed; the checkout was refused", metadata: ["error": "\(error)"])
            throw CheckoutError(
                .checkoutHookFailed, "This cannot be sold at the moment; nothing was charged, ask again.")
        }
    }

    private func unusable(_ reason: String) -> CheckoutError {
        logger.error("beforeCheckout cannot be followed; the checkout was refused", metadata: ["error": "\(reason)"])
        return CheckoutError(
            .checkoutHookUnusable, "Something is set up wrong in this shop; nothing was charged.")
    }
}
