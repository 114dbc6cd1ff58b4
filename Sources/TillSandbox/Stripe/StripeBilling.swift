/// How subscriptions begin, renew and end, and what their invoices ask for.
enum StripeBilling {
    /// How an attempt to pay goes.
    enum Outcome: String {
        case succeeded
        case failed
        case processing
    }

    /// Begins the subscription of a session that was completed, with its first invoice.
    ///
    /// The intent has been paid, or is being processed, unless the invoice asks for nothing.
    static func begin(
        _ session: Document, customer: Document, intent: Document?, account: StripeAccount
    ) throws -> (subscription: Document, invoice: Document) {
        let data = session.hidden["subscription_data"]
        let trialEnd = try StripeCheckoutSessions.trialEnd(data, account)
        let invoiceID = account.newID("in_")
        let lines = session.hidden["line_items"].array ?? []
        var subscription = StripeSubscriptionShape.new(
            lines: lines, data: data, customer: customer, trialEnd: trialEnd, account: account)
        subscription.json["latest_invoice"] = .string(invoiceID)
        var once: [StripeInvoices.Line] = []
        for line in lines where line["price"]["recurring"].isNull {
            once.append(
                StripeInvoices.Line(
                    amount: line["amount_total"].int ?? 0, unitAmount: line["price"]["unit_amount"].int ?? 0,
                    quantity: line["quantity"].int ?? 1, description: line["description"].string ?? "",
                    price: line["price"], subscriptionItem: nil, start: account.now, end: account.now))
        }
        var invoice = try StripeInvoices.new(
            subscription, id: invoiceID, reason: "subscription_create",
            lines: recurringLines(subscription, isTrial: trialEnd != nil) + once, customer: customer, account: account)
        try account.insert(subscription, event: "customer.subscription.created")
        if let intent, intent.json["status"] == "processing" {
            try StripeInvoices.pending(&invoice, by: intent, account)
        } else {
            try StripeInvoices.paid(&invoice, by: intent, account)
        }
        return (subscription, invoice)
    }

    /// Settles an invoice whose payment was under way, and the subscription with it.
    static func settle(_ invoiceID: String, by intent: Document, _ account: StripeAccount) throws {
        var invoice = try account.find("invoice", invoiceID)
        if intent.json["status"] == "succeeded" {
            try StripeInvoices.paid(&invoice, by: intent, account)
            return
        }
        try StripeInvoices.failed(&invoice, by: intent, account)
        let id = invoice.json["parent"]["subscription_details"]["subscription"].string ?? ""
        var subscription = try account.find("subscription", id)
        try setStatus("past_due", &subscription, account)
    }

    /// Renews a subscription for its next period, or tries again to be paid for the present one.
    ///
    /// One that was to end with its period ends instead.
    static func renew(_ id: String, _ outcome: Outcome, _ account: StripeAccount) throws -> Document {
        var subscription = try account.find("subscription", id)
        let status = subscription.json["status"].string ?? ""
        guard ["active", "trialing", "past_due"].contains(status) else {
            throw StripeError.refused("A subscription with the status \(status) does not renew.")
        }
        if subscription.json["cancel_at_period_end"] == true {
            try end(&subscription, account)
            return subscription
        }
        let customer = try account.find("customer", at: subscription.json["customer"])
        if status == "past_due", var invoice = try account.find("invoice", at: subscription.json["latest_invoice"]) {
            try collect(&invoice, customer: customer, outcome, account)
            if outcome == .succeeded { try setStatus("active", &subscription, account) }
            return subscription
        }
        let previous = subscription.json
        StripeSubscriptionShape.advance(&subscription)
        let invoiceID = account.newID("in_")
        subscription.json["latest_invoice"] = .string(invoiceID)
        subscription.json["status"] = outcome == .failed ? "past_due" : "active"
        var invoice = try StripeInvoices.new(
            subscription, id: invoiceID, reason: "subscription_cycle",
            lines: recurringLines(subscription, isTrial: false), customer: customer, account: account)
        try collect(&invoice, customer: customer, outcome, account)
        if invoice.json["status"] == "paid" { subscription.json["status"] = "active" }
        try account.update(subscription, from: previous, event: "customer.subscription.updated")
        return subscription
    }

    /// Ends a subscription now.
    static func end(_ subscription: inout Document, _ account: StripeAccount) throws {
        subscription.json["status"] = "canceled"
        subscription.json["ended_at"] = .int(account.now)
        if subscription.json["canceled_at"].isNull { subscription.json["canceled_at"] = .int(account.now) }
        subscription.json["cancellation_details"]["reason"] = "cancellation_requested"
        try account.transaction.update(subscription)
        try account.publish("customer.subscription.deleted", subscription.json)
    }

    /// Does what time alone brings: trials about to end are announced, and periods that are over renew.
    static func advance(_ account: StripeAccount) throws {
        let soon = account.now + 3 * 86_400
        let trials = try account.transaction.all(
            "subscription", [.equals("status", "trialing"), .compares("trial_end", .lessOrEqual, soon)])
        for var subscription in trials where subscription.hidden["trial_ending_announced"] != true {
            subscription.hidden["trial_ending_announced"] = true
            try account.transaction.update(subscription)
            try account.publish("customer.subscription.trial_will_end", subscription.json)
        }
        let over = try account.transaction.all(
            "subscription",
            [
                .among("status", ["active", "trialing"]),
                .compares("items.data[0].current_period_end", .lessOrEqual, account.now),
            ])
        for subscription in over { _ = try renew(subscription.id, .succeeded, account) }
    }

    private static func setStatus(_ status: String, _ subscription: inout Document, _ account: StripeAccount) throws {
        let previous = subscription.json
        subscription.json["status"] = .string(status)
        try account.update(subscription, from: previous, event: "customer.subscription.updated")
    }

    /// Tries to be paid for an invoice, with the same intent as before when there was one.
    private static func collect(
        _ invoice: inout Document, customer: Document?, _ outcome: Outcome, _ account: StripeAccount
    ) throws {
        let amount = invoice.json["amount_remaining"].int ?? 0
        guard amount > 0 else { return try StripeInvoices.paid(&invoice, by: nil, account) }
        let payment = try account.transaction.all("invoice_payment", [.equals("invoice", invoice.id)]).first
        var intent =
            try account.find("payment_intent", at: payment?.json["payment"]["payment_intent"] ?? .null)
            ?? StripePayments.insertIntent(
                .init(
                    amount: amount, currency: invoice.json["currency"].string ?? "", customer: invoice.json["customer"],
                    email: customer?.json["email"] ?? .null), account)
        switch outcome {
        case .succeeded:
            try StripePayments.succeed(&intent, account)
            try StripeInvoices.paid(&invoice, by: intent, account)
        case .failed:
            try StripePayments.decline(&intent, account)
            try StripeInvoices.failed(&invoice, by: intent, account)
        case .processing:
            try StripePayments.process(&intent, account)
            try StripeInvoices.pending(&invoice, by: intent, account)
        }
    }

    private static func recurringLines(_ subscription: Document, isTrial: Bool) -> [StripeInvoices.Line] {
        (subscription.json["items"]["data"].array ?? []).map { item in
            let unit = item["price"]["unit_amount"].int ?? 0
            let quantity = item["quantity"].int ?? 1
            // Checked for overflow when the session was made.
            let (amount, _) = unit.multipliedReportingOverflow(by: quantity)
            let name = subscription.hidden["names"][item["id"].string ?? ""].string ?? ""
            return StripeInvoices.Line(
                amount: isTrial ? 0 : amount, unitAmount: unit, quantity: quantity,
                description: isTrial ? "Trial period for \(name)" : "\(quantity) × \(name)", price: item["price"],
                subscriptionItem: item["id"].string, start: item["current_period_start"].int ?? 0,
                end: item["current_period_end"].int ?? 0)
        }
    }
}
