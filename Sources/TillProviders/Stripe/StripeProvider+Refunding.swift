import TillModel

extension StripeProvider: Refunding {
    package func refundCall(_ request: RefundRequest) async throws(ProviderError) -> ProviderCall {
        let name = try await name(of: request.payment)
        return StripeClient.refund(try StripeMapping().refundForm(request, of: name))
    }

    package func refund(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> ProviderFact {
        try fact(of: try await client.send(call, idempotencyKey: key))
    }

    package func findRefund(_ request: RefundRequest) async throws(ProviderError) -> ProviderFact? {
        let name = try await name(of: request.payment)
        var last: String?
        for _ in 0..<Self.mostPages {
            let page = try await client.listRefunds(of: name, after: last)
            let found = page.data.first { $0.metadata?[OwnershipClaim.refundKey] == request.id.rawValue }
            if let found { return try fact(of: found) }
            guard page.has_more == true, let id = page.data.last?.id else { return nil }
            last = id
        }
        throw ProviderError(.unreadableAnswer, provider: .stripe, detail: "the payment has too many refunds to list")
    }

    /// More than any payment is given back in.
    private static let mostPages = 20

    private func fact(of refund: StripeRefund) throws(ProviderError) -> ProviderFact {
        try fact(at: refund.created) { facts throws(UnreadableEvent) in try facts.refund(refund) }
    }

    /// Stripe gives back payments, not invoices: where only an invoice is known, Stripe is asked what it was paid with.
    private func name(of payment: Payment) async throws(ProviderError) -> StripePaymentName {
        if let name = StripePaymentName([payment.aliasID, payment.remoteID]) { return name }
        if payment.remoteID.hasPrefix("in_") {
            let payments = try await client.listInvoicePayments(of: payment.remoteID)
            if let name = StripePaymentName(payments.data.map { $0.payment?.payment_intent?.id }) { return name }
        }
        throw ProviderError(
            .refused, provider: .stripe, providerCode: "no_payment_intent",
            detail: "\(payment.remoteID) was not paid with a payment that Stripe can give back")
    }
}

extension StripeMapping {
    /// The body that gives part of a payment back.
    func refundForm(_ request: RefundRequest, of payment: StripePaymentName) throws(ProviderError) -> StripeForm {
        var form = StripeForm()
        form.set(payment.field, payment.id)
        form.set("amount", try StripeAmount.minorUnits(request.amount))
        form.set("metadata", pairs: request.claim.metadata(of: request.id, reason: request.reason))
        return form
    }
}
