/// What a provider says was paid, part by part, in minor units of one currency.
///
/// A part that the provider's message does not carry is nil, and then says nothing for or against.
package struct ReportedAmounts: Sendable, Hashable, Codable {
    package let currency: Currency
    package let total: Int64
    package let subtotal: Int64?
    package let discount: Int64?
    package let tax: Int64?
    package let shipping: Int64?

    package init(
        currency: Currency, total: Int64, subtotal: Int64? = nil, discount: Int64? = nil, tax: Int64? = nil,
        shipping: Int64? = nil
    ) {
        self.currency = currency
        self.total = total
        self.subtotal = subtotal
        self.discount = discount
        self.tax = tax
        self.shipping = shipping
    }
}

/// Whether a payment is the one an order asked for.
///
/// It is when the currency and the subtotal are equal and
/// total = subtotal − discounts the order allows + tax under the order's tax mode + declared shipping.
package enum PaymentFit: Sendable, Hashable {
    /// It fits, and this is what was paid.
    case fits(total: Money)
    /// It does not, for the reason given.
    case mismatch(reason: String)

    package init(_ reported: ReportedAmounts, to order: Order) {
        self = PaymentFit.judge(reported, order)
    }

    private static func judge(_ reported: ReportedAmounts, _ order: Order) -> PaymentFit {
        guard reported.currency == order.subtotal.currency else {
            return .mismatch(reason: "paid in \(reported.currency), ordered in \(order.subtotal.currency)")
        }
        let paid = Money(minorUnits: reported.total, reported.currency)
        // A trial's first session is for nothing; its subtotal is reported as nothing too.
        if order.terms.trialDays != nil, reported.total == 0 { return .fits(total: paid) }
        if let subtotal = reported.subtotal, subtotal != order.subtotal.minorUnits {
            let stated = Money(minorUnits: subtotal, reported.currency)
            return .mismatch(reason: "the subtotal is \(stated), the order's is \(order.subtotal)")
        }
        let discount = reported.discount ?? 0
        let tax = reported.tax ?? 0
        let shipping = reported.shipping ?? order.terms.shipping
        guard discount >= 0, discount <= order.terms.allowedDiscount else {
            return .mismatch(reason: "a discount of \(Money(minorUnits: discount, reported.currency)) is not allowed")
        }
        guard tax == 0 || (tax > 0 && order.terms.allowsProviderTax) else {
            return .mismatch(reason: "tax of \(Money(minorUnits: tax, reported.currency)) was not agreed")
        }
        guard shipping == order.terms.shipping else {
            return .mismatch(reason: "shipping of \(Money(minorUnits: shipping, reported.currency)) was not agreed")
        }
        // Each part was bounded above, but the subtotal is the buyer's and may be near the end of 64 bits.
        var expected = order.subtotal.minorUnits
        for part in [-discount, tax, shipping] {
            let (sum, overflow) = expected.addingReportingOverflow(part)
            guard !overflow else { return .mismatch(reason: "the amounts are too large") }
            expected = sum
        }
        guard expected == reported.total else {
            let asked = Money(minorUnits: expected, reported.currency)
            return .mismatch(reason: "\(paid) was paid, \(asked) was asked for")
        }
        return .fits(total: paid)
    }
}
