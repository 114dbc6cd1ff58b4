/// Refunds: money given back, never more than was taken.
enum StripeRefunds {
    static let routes: [StripeRoute] = [
        .post(
            "/v1/refunds",
            [
                .optional("charge", .text()), .optional("payment_intent", .text()),
                .optional("amount", .integer(1...Int64.max)), .emptyable("metadata", .metadata), .expand,
                .optional("reason", .choice(["duplicate", "fraudulent", "requested_by_customer"])),
            ]
                + StripeField.unsupported(
                    "currency customer instructions_email origin refund_application_fee reverse_transfer"), create),
        .get(
            "/v1/refunds",
            StripeField.paging + [.optional("charge", .text()), .optional("payment_intent", .text())]
        ) { call in
            try StripeList.page(
                call, "refund", call.conditions([("charge", "charge"), ("payment_intent", "payment_intent")]),
                url: "/v1/refunds")
        },
        .get("/v1/refunds/:id", [.expand]) { try $0.target("refund").json },
        .post("/v1/refunds/:id", [.emptyable("metadata", .metadata), .expand]) { call in
            var refund = try call.target("refund")
            let previous = refund.json
            try StripeMetadata.apply(call, to: &refund.json)
            try call.account.update(refund, from: previous, event: "refund.updated")
            return refund.json
        },
    ]

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        var charge = try charge(call)
        let taken = charge.json["amount_captured"].int ?? 0
        let refunded = charge.json["amount_refunded"].int ?? 0
        let left = taken - refunded
        guard left > 0 else {
            throw StripeError.refused(
                "Charge \(charge.id) has already been refunded.", code: "charge_already_refunded")
        }
        let amount = call.input["amount"].int ?? left
        let code = charge.json["currency"].string ?? ""
        if let currency = StripeCurrency(code) {
            guard amount <= left else {
                throw StripeError.refused(
                    """
                    Refund amount (\(currency.formatted(amount))) is greater than unrefunded amount on charge \
                    (\(currency.formatted(left)))
                    """, parameter: "amount")
            }
            try currency.check(amount, parameter: "amount")
        }
        var refund = Document(new(call, charge: charge, amount: amount))
        try account.insert(refund)
        let before = charge.json
        charge.json["amount_refunded"] = .int(refunded + amount)
        charge.json["refunded"] = .bool(amount == left)
        try account.update(charge, from: before, event: "charge.refunded")
        try account.publish("refund.created", refund.json)
        let created = refund.json
        refund.json["destination_details"]["card"]["reference"] = .string(account.newID(""))
        refund.json["destination_details"]["card"]["reference_status"] = "available"
        try account.update(refund, from: created, event: "refund.updated")
        return refund.json
    }

    private static func charge(_ call: StripeCall) throws -> Document {
        switch (call.input["charge"].string, call.input["payment_intent"].string) {
        case (let id?, nil):
            let charge = try call.account.find("charge", id, parameter: "charge")
            guard charge.json["status"] == "succeeded" else {
                throw StripeError.refused("Charge \(id) did not succeed, so there is nothing to refund.")
            }
            return charge
        case (nil, let id?):
            let intent = try call.account.find(
                "payment_intent", id, parameter: "payment_intent")
            guard intent.json["status"] == "succeeded",
                let charge = try call.account.find("charge", at: intent.json["latest_charge"])
            else {
                throw StripeError.refused(
                    "This PaymentIntent (\(id)) does not have a successful charge to refund.",
                    parameter: "payment_intent")
            }
            return charge
        case (nil, nil):
            throw StripeError.parameter(
                "charge", "One of the following params should be provided for this request: payment_intent or charge.",
                code: "parameter_missing")
        case (_?, _?):
            throw StripeError.parameter(
                "charge", "You may only specify one of these parameters: charge, payment_intent.")
        }
    }

    private static func new(_ call: StripeCall, charge: Document, amount: Int64) -> JSONValue {
        .object(
            nulls: """
                balance_transaction customer_account description failure_balance_transaction failure_reason \
                instructions_email next_action payment_method pending_reason presentment_details reason \
                receipt_number source_transfer_reversal transfer_reversal
                """,
            [
                "id": .string(call.account.newID("re_")), "object": "refund", "amount": .int(amount),
                "charge": .string(charge.id), "created": .int(call.account.now),
                "currency": charge.json["currency"], "customer": charge.json["customer"],
                "destination_details": [
                    "card": [
                        "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund",
                    ],
                    "type": "card",
                ],
                "metadata": StripeMetadata.initial(call.input["metadata"]),
                "payment_intent": charge.json["payment_intent"], "reason": call.input["reason"],
                "status": "succeeded",
            ])
    }
}
