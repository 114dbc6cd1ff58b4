/// What happens to a session when the buyer presses a button on its page.
struct StripeCheckoutCompletion {
    let account: StripeAccount

    /// What the buyer, or the bank, does.
    enum Outcome: String, Sendable {
        case pay
        case decline
        case processing
    }

    /// Pays, declines or begins to process an open session.
    ///
    /// A session that is not open any more stays as it is, so paying twice pays once.
    func perform(_ outcome: Outcome, email: String?, on id: String) throws -> Document {
        var session = try StripeCheckoutSessions.current(account.find(StripeCheckoutSessions.kind, id), account)
        guard session.json["status"] == "open" else { return session }
        let known = try account.find("customer", at: session.json["customer"])
        let address = known?.json["email"].string ?? session.json["customer_email"].string ?? email
        if outcome == .decline {
            try decline(&session, customer: known, email: address)
        } else {
            try complete(&session, outcome, customer: known, email: address)
        }
        return session
    }

    /// Says how a payment that was being processed ended.
    func settle(_ id: String, succeeded: Bool) throws -> Document {
        var session = try account.find(StripeCheckoutSessions.kind, id)
        guard var intent = try account.find("payment_intent", at: session.hidden["payment_intent"]),
            intent.json["status"] == "processing"
        else { throw StripeError.refused("No payment of the session \(id) is being processed.") }
        if succeeded {
            try StripePayments.succeed(&intent, account)
            session.json["payment_status"] = "paid"
        } else {
            try StripePayments.decline(&intent, account)
        }
        if let invoice = session.json["invoice"].string { try StripeBilling.settle(invoice, by: intent, account) }
        try account.transaction.update(session)
        try account.publish(
            "checkout.session.async_payment_" + (succeeded ? "succeeded" : "failed"), session.json)
        return session
    }

    private func decline(_ session: inout Document, customer: Document?, email: String?) throws {
        guard (session.json["amount_total"].int ?? 0) > 0 else {
            throw StripeError.refused("Nothing is charged now, so there is no payment to decline.")
        }
        var intent = try intent(&session, customer: customer, email: email)
        try StripePayments.decline(&intent, account)
        try account.transaction.update(session)
    }

    private func complete(
        _ session: inout Document, _ outcome: Outcome, customer known: Document?, email: String?
    ) throws {
        let isSubscription = session.json["mode"] == "subscription"
        var customer = known
        if customer == nil, isSubscription || session.json["customer_creation"] == "always" {
            customer = try StripeCustomers.insert(email: email, account: account)
        }
        var paid: Document?
        if (session.json["amount_total"].int ?? 0) > 0 {
            var intent = try intent(&session, customer: customer, email: email)
            if outcome == .processing {
                try StripePayments.process(&intent, account)
            } else {
                try StripePayments.succeed(&intent, account)
                session.json["payment_status"] = "paid"
            }
            paid = intent
        } else {
            session.json["payment_status"] = "no_payment_required"
        }
        session.json["customer"] = .optional(customer?.id)
        session.json["customer_details"] = .object(
            nulls: "address name phone",
            ["email": .optional(email), "tax_exempt": "none", "tax_ids": []])
        if isSubscription, let customer {
            let (subscription, invoice) = try StripeBilling.begin(
                session, customer: customer, intent: paid, account: account)
            session.json["subscription"] = .string(subscription.id)
            session.json["invoice"] = .string(invoice.id)
        }
        session.json["status"] = "complete"
        session.json["url"] = .null
        try account.transaction.update(session)
        try account.publish("checkout.session.completed", session.json)
    }

    /// The payment intent of a session: the one of an earlier attempt, or a new one.
    private func intent(_ session: inout Document, customer: Document?, email: String?) throws -> Document {
        let customerID = JSONValue.optional(customer?.id)
        if var intent = try account.find("payment_intent", at: session.hidden["payment_intent"]) {
            intent.json["customer"] = customerID
            intent.hidden["email"] = .optional(email)
            return intent
        }
        let intent = try StripePayments.insertIntent(
            .init(
                amount: session.json["amount_total"].int ?? 0, currency: session.json["currency"].string ?? "",
                customer: customerID, email: .optional(email), details: session.hidden["payment_intent_data"]),
            account)
        session.hidden["payment_intent"] = .string(intent.id)
        // An invoice's intent is found through the invoice, never through the session.
        if session.json["mode"] == "payment" { session.json["payment_intent"] = .string(intent.id) }
        return intent
    }
}
