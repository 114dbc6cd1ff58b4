/// What is different between two catalogs, and what follows from it for people.
///
/// Pure and complete: catalogs that mean different things have at least one change, and equal ones have none. The
/// order of anything but products and prices means nothing.
package struct CatalogComparison: Sendable, Hashable {
    /// Every difference: products and their prices in the new file's order, then coupons, what products refer to, and
    /// what holds for all.
    package let changes: [CatalogChange]

    /// The way from one catalog to another.
    package init(from old: Catalog, to new: Catalog) {
        let sides = CatalogSides(old: old, new: new)
        changes =
            sides.products + sides.coupons
            + DeclarationComparison(old: old.contents, new: new.contents).changes
            + SettingsComparison(old: old.contents, new: new.contents).changes
    }

    /// Amounts that change by more than the policy of the new catalog allows, without those it waives.
    package var breaches: [CatalogChange] {
        changes.filter { change in change.breach.map { $0.waived == nil } ?? false }
    }
}

/// Two catalogs side by side: what is new, what is gone, and what has another key.
private struct CatalogSides {
    let old: Catalog
    let new: Catalog

    // MARK: - Products

    var products: [CatalogChange] {
        var matched: Set<String> = []
        let kept = new.products.flatMap { product -> [CatalogChange] in
            guard let was = counterpart(of: product) else { return [added(product)] }
            matched.insert(was.key)
            return compared(was, product)
        }
        let order = ComparedField(
            name: "products", before: FieldText.list(old.products.map(\.key).filter { new.product($0) != nil }),
            after: FieldText.list(new.products.map(\.key).filter { old.product($0) != nil }), affected: .nobody
        ) { _, _ in "products are in another order" }
        return kept + old.products.filter { !matched.contains($0.key) }.map(removed)
            + [order].compactMap { $0.change(of: "catalog", .setting) }
    }

    /// The product of the same key, else the one whose key the file says it had before.
    private func counterpart(of product: Product) -> Product? {
        if let same = old.product(product.key) { return same }
        guard let former = product.formerKey, new.product(former) == nil,
            new.products.first(where: { $0.formerKey == former })?.key == product.key
        else { return nil }
        return old.product(former)
    }

    private func added(_ product: Product) -> CatalogChange {
        let prices = product.prices.map { words($0, new) }.joined(separator: " or ")
        return CatalogChange(
            product.key, .product, .added, after: prices, affected: product.isEnabled ? .newBuyers : .nobody,
            "\(product.key) is new: \(prices)\(product.isEnabled ? "" : "; it cannot be bought yet")")
    }

    private func removed(_ product: Product) -> CatalogChange {
        let prices = product.prices.map { words($0, old) }.joined(separator: " or ")
        let renews = product.prices.contains { $0.interval != nil }
        return CatalogChange(
            product.key, .product, .removed, before: prices, affected: .newBuyers,
            "\(product.key) is gone (\(prices)): nobody can buy it any more"
                + (renews ? "; existing subscribers go on paying what they pay" : ""))
    }

    private func words(_ price: Price, _ catalog: Catalog) -> String {
        PriceWords.all(price, meters: catalog.contents.meters)
    }

    private func compared(_ was: Product, _ product: Product) -> [CatalogChange] {
        var changes: [CatalogChange] = []
        if was.key != product.key {
            changes.append(
                CatalogChange(
                    product.key, .product, .renamed, before: was.key, after: product.key, affected: .nobody,
                    "\(was.key) is called \(product.key) now: nobody pays anything else, but code and links that name "
                        + "\(was.key) must follow"))
        }
        let fields = ProductComparison(old: was, new: product).changes.filter { change in
            // The rename has told it.
            was.key == product.key || (change.fields != ["was"] && !isTypeOfKey(change, was, product))
        }
        return changes + fields + prices(was, product)
    }

    /// Whether a type that nobody wrote followed its key.
    private func isTypeOfKey(_ change: CatalogChange, _ was: Product, _ product: Product) -> Bool {
        change.fields == ["type"] && was.type == was.key && product.type == product.key
    }

    // MARK: - Prices

    private func prices(_ was: Product, _ product: Product) -> [CatalogChange] {
        var matched: Set<String> = []
        let kept = product.prices.flatMap { price -> [CatalogChange] in
            let reference = product.reference(to: price)
            guard let before = counterpart(of: price, was, product) else {
                let text = words(price, new)
                return [
                    CatalogChange(
                        reference, .price, .added, after: text, affected: product.isEnabled ? .newBuyers : .nobody,
                        "\(product.key) can be paid another way: \(reference), \(text)")
                ]
            }
            matched.insert(before.key)
            let changes = PriceComparison(
                old: before, new: price, reference: reference, isSold: product.isEnabled,
                policy: new.contents.policy, meters: new.contents.meters
            ).changes
            guard before.key != price.key else { return changes }
            let renamed = CatalogChange(
                reference, .price, .renamed, before: was.reference(to: before), after: reference, affected: .nobody,
                "\(was.reference(to: before)) is called \(reference) now: nobody pays anything else")
            return [renamed] + changes.filter { $0.fields != ["was"] }
        }
        let gone = was.prices.filter { !matched.contains($0.key) }.map { price in
            let text = words(price, old)
            let renews = price.interval != nil
            return CatalogChange(
                was.reference(to: price), .price, .removed, before: text, affected: .newBuyers,
                "\(was.reference(to: price)) is gone (\(text)): nobody can buy it any more"
                    + (renews ? "; existing subscribers go on paying what they pay" : ""))
        }
        let first = ComparedField(
            name: "prices", before: FieldText.list(was.prices.map(\.key).filter { product.price($0) != nil }),
            after: FieldText.list(product.prices.map(\.key).filter { was.price($0) != nil }), affected: .newBuyers
        ) { _, _ in
            "the prices of \(product.key) are in another order; \(product.reference(to: product.price)) is meant "
                + "when none is named"
        }
        return kept + gone + [first].compactMap { $0.change(of: product.key, .product) }
    }

    private func counterpart(of price: Price, _ was: Product, _ product: Product) -> Price? {
        if let same = was.price(price.key) { return same }
        guard let former = price.formerKey, product.price(former) == nil,
            product.prices.first(where: { $0.formerKey == former })?.key == price.key
        else { return nil }
        return was.price(former)
    }

    // MARK: - Coupons

    var coupons: [CatalogChange] {
        let before = Dictionary(old.coupons.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.coupons.map(\.key))
        let kept = new.coupons.flatMap { coupon -> [CatalogChange] in
            if let was = before[coupon.key] { return CouponComparison(old: was, new: coupon).changes }
            let words = CouponWords.reduction(coupon)
            return [
                CatalogChange(
                    coupon.key, .coupon, .added, after: words, affected: coupon.isEnabled ? .newBuyers : .nobody,
                    "\(coupon.key) is new: \(words), on \(FieldText.list(coupon.targets) ?? "everything")")
            ]
        }
        return kept
            + old.coupons.filter { !after.contains($0.key) }.map { coupon in
                let words = CouponWords.reduction(coupon)
                return CatalogChange(
                    coupon.key, .coupon, .removed, before: words, affected: .newBuyers,
                    "\(coupon.key) is gone (\(words)): nobody can use it any more; subscriptions that have it keep it")
            }
    }
}
