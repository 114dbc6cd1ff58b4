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

    /// More than anybody buys at once, and within every provider's limits.
    private static let mostLines = 20
    private static let mostOfOne = 10_000

    /// The order for a request, with the catalog's prices frozen in it.
    func order(for request: CheckoutRequest, id: Order.ID, at now: Date) throws(CheckoutError) -> Order {
        try check(request.customer)
        try check(request.metadata)
        guard !request.items.isEmpty else { throw CheckoutError(.emptyCart, "Name at least one item.", field: "items") }
        guard request.items.count <= Self.mostLines else {
            throw CheckoutError(
                .tooManyItems, "At most \(Self.mostLines) different items fit one order.", field: "items")
        }
        var currency: Currency?
        if let code = request.currency {
            guard let known = Currency(code: code) else {
                throw CheckoutError(.currencyNotOffered, "'\(code)' is not a currency.", field: "currency")
            }
            currency = known
        }
        var lines: [LineItem] = []
        var trialDays: Int?
        for (index, item) in request.items.enumerated() {
            let (product, price) = try find(item, field: "items[\(index)]")
            let chosen = currency ?? price.amount.currency
            currency = chosen
            lines.append(try line(product, price, item.quantity, chosen, field: "items[\(index)]"))
            guard index == 0 || price.trialDays == trialDays else {
                throw CheckoutError(
                    .mixedSubscription, "Items with different trials, or none, need an order each.", field: "items")
            }
            trialDays = price.trialDays
        }
        try checkIntervals(lines)
        do {
            return try Order(
                id: id, account: account, items: lines, terms: Order.Terms(trialDays: trialDays),
                customer: request.customer, metadata: request.metadata, catalogHash: catalog.contentHash, createdAt: now
            )
        } catch {
            throw CheckoutError(.amountTooLarge, "The total is larger than an amount can be.", field: "items")
        }
    }

    private func find(_ item: CheckoutRequest.Item, field: String) throws(CheckoutError) -> (Product, Price) {
        guard let (product, price) = catalog.find(item.product) else {
            throw CheckoutError(
                .unknownProduct, "There is no product '\(item.product.prefix(80))'.", field: "\(field).product")
        }
        guard product.isEnabled else {
            throw CheckoutError(.notForSale, "'\(product.key)' is not for sale now.", field: "\(field).product")
        }
        guard (1...Self.mostOfOne).contains(item.quantity) else {
            throw CheckoutError(
                .invalidQuantity, "The quantity must be from 1 to \(Self.mostOfOne).", field: "\(field).quantity")
        }
        return (product, price)
    }

    private func line(
        _ product: Product, _ price: Price, _ quantity: Int, _ currency: Currency, field: String
    ) throws(CheckoutError) -> LineItem {
        let reference = product.reference(to: price)
        guard let amount = price.amount(in: currency) else {
            let offered = price.amounts.map(\.currency.code).joined(separator: ", ")
            throw CheckoutError(
                .currencyNotOffered, "'\(reference)' is sold in \(offered), not in \(currency).", field: "currency")
        }
        if let synced = remoteIDs.price(reference, at: account.provider),
            price.amount == amount, synced.amount != amount || synced.interval != price.interval
        {
            throw CheckoutError(
                .priceNotSynced,
                "'\(reference)' has changed in products.yaml since it was synced; it is sold again after the next sync.",
                field: "\(field).product")
        }
        do {
            return try LineItem(product: product, price: price, unitPrice: amount, quantity: quantity)
        } catch {
            throw CheckoutError(.amountTooLarge, "The amount is larger than an amount can be.", field: field)
        }
    }

    /// Everything that renews must renew together.
    private func checkIntervals(_ lines: [LineItem]) throws(CheckoutError) {
        let intervals = Set(lines.compactMap(\.interval))
        guard intervals.count <= 1 else {
            throw CheckoutError(
                .mixedSubscription, "Items that renew at different intervals need an order each.", field: "items")
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
