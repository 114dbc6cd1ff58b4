import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether a checkout may be made, and which order it makes.
///
/// Pure.
struct CheckoutRules {
    let catalog: Catalog
    let remoteIDs: RemoteIDs
    let account: ProviderAccount
    /// The day in the catalog's time zone.
    let today: CalendarDate
    /// The prices that the provider is not known to have as the catalog does, by their references.
    var refused: [String: SellingRefusal] = [:]

    /// The order for a request, with the catalog's prices frozen in it.
    func order(for request: CheckoutRequest, id: Order.ID, at now: Date) throws(CheckoutError) -> Order {
        try check(request.customer)
        try check(request.metadata)
        let cart = Cart(
            items: request.items.map { Cart.Item($0.product, quantity: Int64($0.quantity)) }, today: today)
        let chosen: [CartLine]
        do {
            chosen = try PricingEngine(catalog).lines(of: cart)
        } catch {
            throw CheckoutError(error)
        }
        let currency = try currency(named: request.currency, for: chosen)
        var lines: [LineItem] = []
        let trialDays = chosen.first?.price.trialDays
        for choice in chosen {
            try checkSellable(choice)
            guard choice.price.trialDays == trialDays else {
                throw CheckoutError(
                    .mixedSubscription, "Items with different trials, or none, need an order each.", field: "items")
            }
            lines.append(try line(choice, choice.price.amounts(on: today, in: nil), currency))
        }
        do {
            return try Order(
                id: id, account: account, items: lines, terms: Order.Terms(trialDays: trialDays),
                customer: request.customer, metadata: request.metadata, catalogHash: catalog.contentHash, createdAt: now
            )
        } catch {
            throw CheckoutError(.amountTooLarge, "The total is larger than an amount can be.", field: "items")
        }
    }

    /// The same choice as a quote's, so that both name the same amounts.
    private func currency(named code: String?, for lines: [CartLine]) throws(CheckoutError) -> Currency {
        do {
            return try PricingEngine(catalog).currency(named: code, for: lines, on: today)
        } catch {
            throw CheckoutError(error)
        }
    }

    /// What is quoted right and cannot be sold yet is refused rather than sold wrong.
    private func checkSellable(_ line: CartLine) throws(CheckoutError) {
        if let reason = line.price.unsoldReason {
            throw CheckoutError(
                .notSoldYet, "'\(line.reference)' can be quoted, but not bought yet: \(reason).",
                field: "\(line.field).product")
        }
        if let refusal = refused[line.reference] {
            throw CheckoutError(
                refusal == .changed ? .priceNotSynced : .priceNotConfirmed,
                "'\(line.reference)' is not sold now: \(refusal.words(at: account.provider, account.mode)).",
                field: "\(line.field).product")
        }
    }

    private func line(
        _ line: CartLine, _ amounts: [Money], _ currency: Currency
    ) throws(CheckoutError) -> LineItem {
        let reference = line.reference
        guard let amount = amounts.first(where: { $0.currency == currency }) else {
            let offered = amounts.map(\.currency.code).joined(separator: ", ")
            throw CheckoutError(
                .currencyNotOffered, "'\(reference)' is sold in \(offered), not in \(currency).", field: "currency")
        }
        // A scheduled amount is not what was pushed, and is asked for as it is.
        if let synced = remoteIDs.price(reference, at: account.provider), amounts == line.price.amounts,
            amounts[0] == amount, synced.amount != amount || synced.interval != line.price.interval
        {
            throw CheckoutError(
                .priceNotSynced,
                "'\(reference)' has changed in products.yaml since it was synced; it is sold again after the next sync.",
                field: "\(line.field).product")
        }
        do {
            return try LineItem(
                product: line.product, price: line.price, unitPrice: amount, quantity: Int(line.quantity))
        } catch {
            throw CheckoutError(.amountTooLarge, "The amount is larger than an amount can be.", field: line.field)
        }
    }

    private func check(_ customer: Order.Customer) throws(CheckoutError) {
        if let email = customer.email {
            let parts = email.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), email.utf8.count <= 254,
                !email.unicodeScalars.contains(where: { $0.value <= 32 || $0.value == 127 })
            else {
                throw CheckoutError(.invalidCustomer, "This is not an e-mail address.", field: "customer.email")
            }
        }
        guard customer.id.map({ (1...200).contains($0.utf8.count) && !hasControlCharacter($0) }) ?? true else {
            throw CheckoutError(
                .invalidCustomer, "The customer's id has 1 to 200 characters, none of them a control character.",
                field: "customer.id")
        }
    }

    private func check(_ metadata: [String: String]) throws(CheckoutError) {
        guard metadata.count <= 20 else {
            throw CheckoutError(.invalidMetadata, "At most 20 pairs of metadata fit an order.", field: "metadata")
        }
        for (key, value) in metadata {
            guard !key.lowercased().hasPrefix(OwnershipClaim.reservedPrefix) else {
                throw CheckoutError(
                    .invalidMetadata, "Metadata keys that begin with till_ are Till's own.", field: "metadata")
            }
            guard (1...40).contains(key.utf8.count), value.utf8.count <= 500, !hasControlCharacter(key),
                !value.unicodeScalars.contains("\0")
            else {
                throw CheckoutError(
                    .invalidMetadata, "Metadata keys have 1 to 40 bytes, values at most 500.", field: "metadata")
            }
        }
    }

    private func hasControlCharacter(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    }
}
