/// Until when coupons and promotion codes can be used.
enum StripeRedemption {
    /// Ends what can no longer be used at this time.
    ///
    /// Stripe sends no events about it, so that it is enough to look whenever somebody asks.
    static func endDue(_ account: StripeAccount) throws {
        let transaction = account.transaction
        let coupons = try transaction.all(
            StripeCoupons.kind, [.equals("valid", true), .compares("redeem_by", .less, account.now)])
        for var coupon in coupons {
            coupon.json["valid"] = false
            try transaction.update(coupon)
            try endCodes(of: coupon.id, account)
        }
        let codes = try transaction.all(
            StripePromotionCodes.kind, [.equals("active", true), .compares("expires_at", .lessOrEqual, account.now)])
        try end(codes, account)
    }

    /// Ends every code that leads to a coupon.
    static func endCodes(of coupon: String, _ account: StripeAccount) throws {
        try end(
            account.transaction.all(
                StripePromotionCodes.kind, [.equals("promotion.coupon", coupon), .equals("active", true)]), account)
    }

    private static func end(_ codes: [Document], _ account: StripeAccount) throws {
        for var code in codes {
            code.json["active"] = false
            try account.transaction.update(code)
        }
    }
}
