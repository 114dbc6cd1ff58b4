import TillModel

extension MapSchema {
    /// What customers may do by themselves on the provider's pages.
    static let portal = MapSchema(
        "portal", "What customers may do by themselves on Stripe's own pages. What is not allowed here is not offered.",
        example: "{ cancel: at_period_end, switch_to: [starter, pro] }",
        [
            KeySchema(
                .headline, .text, "The line above everything, 60 characters at most. Stripe's own when left out.",
                example: "Your subscription"),
            KeySchema(
                .privacyUrl, .address, "Where your privacy policy is.", example: "https://example.com/privacy"),
            KeySchema(
                .termsUrl, .address, "Where your terms of service are.", example: "https://example.com/terms"),
            KeySchema(.returnUrl, .address, "Where customers go back to.", example: "https://example.com/account"),
            KeySchema(
                .details, .list(of: .words(detailWords)), "What customers may change about themselves.",
                example: "[email, address, tax_id]"),
            KeySchema(
                .invoices, .truth, "Whether customers see what they paid. `true` when left out.", example: "false"),
            KeySchema(
                .paymentMethods, .truth, "Whether customers may change how they pay. `true` when left out.",
                example: "false"),
            KeySchema(
                .cancel,
                .words([
                    (CustomerPortal.Cancellation.atPeriodEnd.rawValue, "when what is paid for is used up"),
                    (CustomerPortal.Cancellation.immediately.rawValue, "at once; nothing is paid back"),
                ]), "When what a customer cancels ends. Customers cannot cancel there when left out.",
                example: "at_period_end"),
            KeySchema(
                .switchTo, .list(of: .reference(.product)),
                "The products that customers may change to, ten at most; all their recurring prices are offered. "
                    + "Customers cannot change when left out.", example: "[starter, pro]"),
            KeySchema(
                .changeQuantity, .truth, "Whether customers may also change how many they have. `false` when left out.",
                example: "true"),
            KeySchema(
                .promotionCodes, .truth, "Whether customers may enter promotion codes. `false` when left out.",
                example: "true"),
            KeySchema(
                .proration,
                .words([
                    (CustomerPortal.Proration.none.rawValue, "it is not asked for"),
                    (CustomerPortal.Proration.nextInvoice.rawValue, "it is on the next invoice"),
                    (CustomerPortal.Proration.atOnce.rawValue, "it is paid at once"),
                ]), "What becomes of the difference in price. `next_invoice` when left out.", example: "now"),
            KeySchema(
                .downgrade,
                .words([("now", "at once"), ("at_period_end", "when what is paid for is used up")]),
                "When a change to something cheaper, or to something that renews more often, is made. `now` when left "
                    + "out.", example: "at_period_end"),
        ])

    private static let detailWords: [(word: String, meaning: String)] = [
        (CustomerPortal.Detail.address.rawValue, "where they live"),
        (CustomerPortal.Detail.email.rawValue, "their email address"),
        (CustomerPortal.Detail.name.rawValue, "their name"),
        (CustomerPortal.Detail.phone.rawValue, "their telephone number"),
        (CustomerPortal.Detail.shipping.rawValue, "where things are sent"),
        (CustomerPortal.Detail.taxID.rawValue, "their tax numbers"),
    ]
}
