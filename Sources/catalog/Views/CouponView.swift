import TillCatalogFile
import TillModel

/// Everything about one coupon.
struct CouponView {
    let coupon: Coupon
    let shelf: Shelf

    var text: String {
        let name = coupon.name.map { "  \(OneLine.of($0))" } ?? ""
        return "\(coupon.key)\(name)\n" + facts.map { "  \($0.0): \($0.1)\n" }.joined()
    }

    private var facts: [(String, String)] {
        var facts = [("takes", CouponWords.reduction(coupon))]
        facts.append(("on \(shelf.day)", shelf.reasonNotUsed(coupon) ?? "can be used"))
        facts.append(
            ("counts for", coupon.targets.isEmpty ? "everything" : coupon.targets.map(named).joined(separator: ", ")))
        if coupon.isAutomatic { facts.append(("used", "without being typed")) }
        if !coupon.codes.isEmpty { facts.append(("buyers type", coupon.codes.joined(separator: " or "))) }
        if !coupon.minimum.isEmpty { facts.append(("on orders of", "\(PriceWords.list(coupon.minimum)) or more")) }
        if coupon.isFirstPurchaseOnly { facts.append(("only for", "a customer's first order")) }
        if let from = coupon.from { facts.append(("from", "\(from)")) }
        if let until = coupon.until { facts.append(("until", "\(until)")) }
        if let most = coupon.maxRedemptions { facts.append(("at most", "\(most) times by everybody together")) }
        if let most = coupon.maxPerCustomer { facts.append(("each customer", "\(most) times at most")) }
        facts.append(("with other coupons", coupon.stacks ? "yes" : "no"))
        if !coupon.providers.isEmpty {
            facts.append(("only through", coupon.providers.map(\.rawValue).joined(separator: ", ")))
        }
        return facts
    }

    private func named(_ target: String) -> String {
        target.contains("/") ? target : shelf.named(target)
    }
}
