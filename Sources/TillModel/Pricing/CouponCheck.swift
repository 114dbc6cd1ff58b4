/// A coupon that a cart may use, and how it came there.
struct EligibleCoupon: Sendable {
    let coupon: Coupon
    /// What was typed; nil when it is used without being typed.
    let code: String?

    /// What a buyer knows it by.
    var label: String { code ?? coupon.name ?? coupon.key }
}

/// Which coupons a cart may use, each looked at alone.
struct CouponCheck {
    let catalog: Catalog
    let cart: Cart
    let currency: Currency
    let rows: [PricedLine]

    /// More than anybody types.
    static let mostCodes = 20

    /// A typed code together with why it is not used.
    typealias Refusal = (reason: RefusedCoupon.Reason, message: String)

    /// The coupons that may be used, automatic ones first, and the typed ones that may not.
    func check() throws(QuoteError) -> (eligible: [EligibleCoupon], refused: [RefusedCoupon]) {
        guard cart.coupons.count <= Self.mostCodes else {
            throw QuoteError(
                .tooManyCoupons, "At most \(Self.mostCodes) coupon codes can be tried at once.", field: "coupons")
        }
        var typed: [(code: String, coupon: Coupon)] = []
        var refused: [RefusedCoupon] = []
        for code in cart.coupons.map(Self.trimmed) where !code.isEmpty {
            guard let coupon = coupon(typed: code) else {
                if !refused.contains(where: { $0.code == code }) {
                    refused.append(RefusedCoupon(code, .unknown, "There is no coupon '\(code)'."))
                }
                continue
            }
            if !typed.contains(where: { $0.coupon.key == coupon.key }) { typed.append((code, coupon)) }
        }
        let automatic = catalog.coupons.filter(\.isAutomatic).map { coupon in
            EligibleCoupon(coupon: coupon, code: typed.first { $0.coupon.key == coupon.key }?.code)
        }
        let others = typed.filter { !$0.coupon.isAutomatic }.map { EligibleCoupon(coupon: $0.coupon, code: $0.code) }
        var eligible: [EligibleCoupon] = []
        for candidate in automatic + others {
            if let refusal = refusal(of: candidate) {
                guard let code = candidate.code else { continue }
                refused.append(RefusedCoupon(code, refusal.reason, refusal.message))
            } else {
                eligible.append(candidate)
            }
        }
        return (eligible, refused)
    }

    static func trimmed(_ code: String) -> String {
        String(code.prefix(200).drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The coupon with a code that buyers type; a key of the file is not one by itself.
    private func coupon(typed code: String) -> Coupon? {
        let upper = code.uppercased()
        let isMeant: (Coupon) -> Bool = { $0.codes.contains { $0.uppercased() == upper } }
        guard let found = catalog.coupon(code) else { return nil }
        return isMeant(found) ? found : catalog.coupons.first(where: isMeant)
    }

    private func refusal(of candidate: EligibleCoupon) -> Refusal? {
        let (coupon, label) = (candidate.coupon, candidate.label)
        guard coupon.isEnabled else { return (.disabled, "'\(label)' cannot be used now.") }
        if let from = coupon.from, cart.today < from {
            return (.notStarted, "'\(label)' can be used from \(from) on.")
        }
        if let until = coupon.until, until <= cart.today {
            return (.expired, "'\(label)' could be used until \(until), and not on that day.")
        }
        let provider = cart.provider ?? catalog.defaultProvider
        guard coupon.providers.isEmpty || coupon.providers.contains(provider) else {
            return (.wrongProvider, "'\(label)' cannot be used with payments through \(provider).")
        }
        return refusalForCustomer(coupon, label) ?? refusalForItems(coupon, label)
    }

    private func refusalForCustomer(_ coupon: Coupon, _ label: String) -> Refusal? {
        // What is not known is not promised.
        guard !coupon.isFirstPurchaseOnly || cart.isFirstPurchase == true else {
            return (.notFirstPurchase, "'\(label)' is for a customer's first purchase only.")
        }
        if let most = coupon.maxRedemptions, cart.usage.redemptions[coupon.key] ?? 0 >= most {
            return (.usedUp, "'\(label)' has been used as often as it can be.")
        }
        if let most = coupon.maxPerCustomer, cart.usage.byCustomer[coupon.key] ?? 0 >= most {
            return (.usedByCustomer, "You have used '\(label)' as often as one customer can.")
        }
        return nil
    }

    private func refusalForItems(_ coupon: Coupon, _ label: String) -> Refusal? {
        if !coupon.minimum.isEmpty {
            guard let minimum = coupon.minimum.first(where: { $0.currency == currency }) else {
                return (.wrongCurrency, "'\(label)' cannot be used for payments in \(currency).")
            }
            guard rows.reduce(0, { $0 + $1.subtotal }) >= minimum.minorUnits else {
                return (.belowMinimum, "'\(label)' can be used for orders of at least \(minimum).")
            }
        }
        if case .amount(let amounts) = coupon.reduction, !amounts.contains(where: { $0.currency == currency }) {
            return (.wrongCurrency, "'\(label)' cannot be used for payments in \(currency).")
        }
        let targeted = rows.filter { $0.isTargeted(by: coupon) }
        guard !targeted.isEmpty else { return (.nothingTargeted, "'\(label)' is for nothing in this order.") }
        if case .freeTrial = coupon.reduction, !targeted.contains(where: { $0.interval != nil }) {
            return (.nothingRecurs, "'\(label)' lengthens a trial, and nothing it is for renews.")
        }
        return nil
    }
}
