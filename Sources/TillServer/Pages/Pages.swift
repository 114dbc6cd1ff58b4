import Mustache
import TillEngine
import TillModel

/// The pages a buyer sees: what is for sale, how an order is doing, and what went wrong.
struct Pages: Sendable {
    private let pricing: MustacheTemplate
    private let order: MustacheTemplate
    private let problem: MustacheTemplate
    private let mode: Mode

    /// - Throws: When a template cannot be parsed, which a test would have shown.
    init(mode: Mode) throws {
        pricing = try MustacheTemplate(string: PageTemplates.framed(PageTemplates.pricing))
        order = try MustacheTemplate(string: PageTemplates.framed(PageTemplates.order))
        problem = try MustacheTemplate(string: PageTemplates.framed(PageTemplates.problem))
        self.mode = mode
    }

    /// A part of what is for sale, each with a form that buys it.
    ///
    /// - `key`: Draws a new idempotency key for each form.
    func pricing(_ page: ProductListing.Page, of listing: ProductListing, isFirst: Bool, key: () -> String) -> String {
        let products = page.products.map { product -> [String: Any] in
            var view: [String: Any] = [
                "name": product.name,
                "features": product.features.map { feature -> [String: Any] in
                    let words = feature.key.split(whereSeparator: { $0 == "_" || $0 == "-" }).joined(separator: " ")
                    let name = listing.catalog.contents.features.first { $0.key == feature.key }?.name
                    return [
                        "text": feature.limit.map { "\($0) \(name ?? words)" } ?? name ?? words.prefix(1).uppercased()
                            + words.dropFirst()
                    ]
                },
                "prices": product.prices.map { price(product, $0, in: listing, key: key()) },
            ]
            view["details"] = product.details
            view["badge"] = product.badge
            view["image"] = product.image
            view["duration"] = product.duration?.description
            return view
        }
        var view: [String: Any] = [
            "products": products, "isEmpty": products.isEmpty && isFirst, "isLater": !isFirst,
        ]
        view["next"] = page.next?.text
        return pricing.render(frame("Pricing", view))
    }

    private func price(_ product: Product, _ price: Price, in listing: ProductListing, key: String) -> [String: Any] {
        let catalog = listing.catalog
        var view: [String: Any] = [
            "item": product.reference(to: price), "amount": words(price, in: catalog), "key": key,
            "name": product.name,
            "upsells": product.upsells.compactMap(catalog.product).filter {
                $0.isEnabled && !product.excludes.contains($0.key) && !$0.excludes.contains(product.key)
            }.compactMap {
                upsell -> [String: Any]? in
                // One order has one currency, and an extra that renews would have to renew as the product does.
                guard let amount = upsell.price.amount(in: price.amount.currency), upsell.price.interval == nil,
                    listing.canBuy(upsell.price, of: upsell), price.trialDays == nil
                else { return nil }
                return ["item": upsell.reference(to: upsell.price), "name": upsell.name, "amount": amount.formatted]
            },
        ]
        view["interval"] = price.interval.map { $0.count == 1 ? "/ \($0)" : "every \($0)" }
        view["trial"] = price.trialDays.map { "\($0) days free" }
        view["label"] = price.name
        // A button that is refused is worse than none.
        if !listing.canBuy(price, of: product) || !product.requires.isEmpty { view["isUnsold"] = true }
        if !product.requires.isEmpty {
            view["companions"] = product.requires.compactMap { catalog.product($0)?.name }.joined(separator: ", ")
        }
        let least = max(product.quantities?.lowerBound ?? 1, price.quantities?.lowerBound ?? 1)
        if least > 1 { view["least"] = String(least) }
        return view
    }

    private func words(_ price: Price, in catalog: Catalog) -> String {
        switch price.scheme {
        case .perUnit where price.meter == nil:
            price.amount.formatted + (price.unit.map { " per \($0)" } ?? "")
        case .free: "Free"
        case .custom(let custom): "From \(custom.minimum[0].formatted)"
        case .graduated(let tiers), .volume(let tiers):
            "From \(price.amount.formatted), in \(tiers.count) tiers"
        case .perUnit, .rate, .package: PriceWords.amount(price, meters: catalog.contents.meters)
        }
    }

    /// An order, for whoever has its signed link.
    func order(_ order: Order) -> String {
        var view: [String: Any] = [
            "id": order.id.rawValue, "status": order.status.rawValue, "total": order.total.formatted,
            "headline": Self.headline(order.status), "isPending": order.status == .pending,
            "items": order.items.map {
                ["name": $0.product.name, "quantity": String($0.quantity), "amount": $0.subtotal.formatted]
            },
        ]
        view["interval"] = order.items.compactMap(\.interval).first.map { "every \($0)" }
        return self.order.render(frame("Your order", view))
    }

    private static func headline(_ status: OrderStatus) -> String {
        switch status {
        case .pending: "Waiting for your payment"
        case .paid: "Thank you, your order is paid"
        case .partiallyRefunded: "Part of your payment was given back"
        case .refunded: "Your payment was given back"
        case .expired: "The payment page has expired"
        case .canceled: "This order was canceled"
        case .quarantined: "We are checking your payment"
        }
    }

    /// What went wrong.
    func error(_ refusal: Refusal) throws -> String {
        problem.render(
            frame(
                refusal.code.status == 404 ? "Not found" : "That did not work",
                ["message": refusal.message, "canRetry": refusal.code.isRetryable]))
    }

    private func frame(_ title: String, _ view: [String: Any]) -> [String: Any] {
        view.merging(["title": title, "isTest": mode != .live]) { view, _ in view }
    }
}
