/// What is different about one product in two catalogs, its prices aside.
struct ProductComparison {
    let old: Product
    let new: Product

    var changes: [CatalogChange] {
        let key = new.key
        return features + credits + bundle
            + (forSale + texts + relations).compactMap { $0.change(of: key, .product) }
    }

    private var buyers: CatalogChange.Affected { new.isEnabled ? .newBuyers : .nobody }

    // MARK: - What one gets

    private var features: [CatalogChange] {
        let key = new.key
        let given = new.features.compactMap { feature -> CatalogChange? in
            let words = ProductComparison.words(feature)
            guard let before = old.features.first(where: { $0.key == feature.key }) else {
                return CatalogChange(
                    key, .product, .changed, fields: ["features"], after: words, affected: .existingNow,
                    "\(key) gives \(words) now: also to those who have it")
            }
            guard before.limit != feature.limit else { return nil }
            let was = ProductComparison.words(before)
            return CatalogChange(
                key, .product, .changed, fields: ["features"], before: was, after: words, affected: .existingNow,
                "\(key) gives \(words) instead of \(was): also to those who have it")
        }
        let taken = old.features.filter { feature in !new.features.contains { $0.key == feature.key } }.map { feature in
            let words = ProductComparison.words(feature)
            return CatalogChange(
                key, .product, .changed, fields: ["features"], before: words, affected: .existingNow,
                "\(key) no longer gives \(words): those who have it lose it as well")
        }
        let order = new.features.map(\.key)
        let isReordered = given.isEmpty && taken.isEmpty && old.features.map(\.key) != order
        return given + taken + (isReordered ? [reordered("features", old.features.map(\.key), order)] : [])
    }

    private func reordered(_ field: String, _ before: [String], _ after: [String]) -> CatalogChange {
        CatalogChange(
            new.key, .product, .changed, fields: [field], before: FieldText.list(before),
            after: FieldText.list(after), affected: .nobody, "\(field) of \(new.key) are in another order")
    }

    private static func words(_ feature: Feature) -> String {
        feature.limit.map { "\($0) × \(feature.key)" } ?? feature.key
    }

    private var credits: [CatalogChange] {
        let words = { (grants: [CreditGrant]) in
            FieldText.list(
                grants.map { "\($0.amount) \($0.credit)\($0.lasts.map { " for \($0)" } ?? "")" })
        }
        let key = new.key
        let recurs = new.prices.contains { $0.interval != nil }
        return [
            ComparedField(
                name: "credits", before: words(old.credits), after: words(new.credits),
                affected: recurs ? .existingAtRenewal : buyers
            ) { before, after in
                "\(key) grants \(after ?? "no credits") instead of \(before ?? "none")"
                    + (recurs
                        ? ": subscribers from their next renewal on" : " to new buyers; credits already granted stay")
            }
        ].compactMap { $0.change(of: key, .product) }
    }

    private var bundle: [CatalogChange] {
        let words = { (items: [BundleItem]) in FieldText.list(items.map { "\($0.quantity) × \($0.product)" }) }
        let key = new.key
        return [
            ComparedField(name: "bundle", before: words(old.bundle), after: words(new.bundle), affected: buyers) {
                before, after in
                "\(key) is made of \(after ?? "nothing else") instead of \(before ?? "nothing else") for new buyers"
            }
        ].compactMap { $0.change(of: key, .product) }
    }

    // MARK: - Fields

    private var forSale: [ComparedField] {
        let key = new.key
        return [
            ComparedField(
                name: "enabled", before: FieldText.yes(old.isEnabled), after: FieldText.yes(new.isEnabled),
                affected: .newBuyers
            ) { _, after in
                after == "yes" ? "\(key) can be bought" : "\(key) cannot be bought any more; who has it keeps it"
            },
            ComparedField(
                name: "visible", before: FieldText.yes(old.isVisible), after: FieldText.yes(new.isVisible),
                affected: buyers
            ) { _, after in
                after == "yes"
                    ? "lists and the pricing page show \(key)"
                    : "lists and the pricing page no longer show \(key); it can still be bought by its key"
            },
            ComparedField(
                name: "per_order", before: FieldText.range(old.quantities), after: FieldText.range(new.quantities),
                affected: buyers),
            ComparedField(
                name: "duration", before: old.duration?.description, after: new.duration?.description, affected: buyers
            ) { before, after in
                "\(key) lasts \(after ?? "without end") instead of \(before ?? "without end") for new buyers"
            },
            ComparedField(name: "tax_code", before: old.taxCode, after: new.taxCode, affected: buyers) {
                before, after in
                "\(key) is taxed as \(after ?? "the provider's default") instead of "
                    + "\(before ?? "the provider's default")"
            },
            ComparedField(
                name: "shippable", before: FieldText.yes(old.isShippable), after: FieldText.yes(new.isShippable),
                affected: buyers
            ) { _, after in
                after == "yes"
                    ? "buyers of \(key) are asked for an address"
                    : "buyers of \(key) are not asked for an address any more"
            },
            ComparedField(
                name: "providers", before: FieldText.list(old.providers), after: FieldText.list(new.providers),
                affected: buyers
            ) { before, after in
                "\(key) is sold through \(after ?? "the catalog's providers") instead of "
                    + "\(before ?? "the catalog's providers")"
            },
        ]
    }

    private var texts: [ComparedField] {
        [
            ComparedField(name: "name", before: old.name, after: new.name, affected: buyers),
            ComparedField(name: "description", before: old.details, after: new.details, affected: buyers),
            ComparedField(name: "badge", before: old.badge, after: new.badge, affected: buyers),
            ComparedField(name: "image", before: old.image, after: new.image, affected: buyers),
            ComparedField(name: "url", before: old.url, after: new.url, affected: buyers),
            ComparedField(
                name: "i18n", before: FieldText.translations(old.translations),
                after: FieldText.translations(new.translations), affected: buyers),
            ComparedField(name: "order", before: String(old.order), after: String(new.order), affected: .nobody),
        ]
    }

    private var relations: [ComparedField] {
        let key = new.key
        return [
            ComparedField(name: "type", before: old.type, after: new.type, affected: .nobody) { before, after in
                "hooks see type \"\(after ?? "")\" for \(key) instead of \"\(before ?? "")\" in new orders"
            },
            ComparedField(
                name: "metadata", before: FieldText.pairs(old.metadata), after: FieldText.pairs(new.metadata),
                affected: .nobody
            ) { _, _ in "hooks see other metadata for \(key) in new orders" },
            ComparedField(
                name: "upsells", before: FieldText.list(old.upsells), after: FieldText.list(new.upsells),
                affected: buyers
            ) { before, after in
                "beside \(key) buyers are offered \(after ?? "nothing") instead of \(before ?? "nothing")"
            },
            ComparedField(
                name: "add_ons", before: FieldText.list(old.addOns), after: FieldText.list(new.addOns), affected: buyers
            ) { before, after in "to \(key) one can add \(after ?? "nothing") instead of \(before ?? "nothing")" },
            ComparedField(
                name: "requires", before: FieldText.list(old.requires), after: FieldText.list(new.requires),
                affected: buyers
            ) { before, after in
                "\(key) needs \(after ?? "no other product") instead of \(before ?? "no other product")"
            },
            ComparedField(
                name: "excludes", before: FieldText.list(old.excludes), after: FieldText.list(new.excludes),
                affected: buyers
            ) { before, after in
                after.map { "\(key) cannot be bought together with \($0)" }
                    ?? "\(key) can be bought together with \(before ?? "every product")"
            },
            ComparedField(
                name: "adopted", before: FieldText.adopted(old.adopted), after: FieldText.adopted(new.adopted),
                affected: .nobody
            ) { before, after in
                "\(key) stands for \(after ?? "no object") at the provider instead of \(before ?? "none")"
            },
            ComparedField(name: "was", before: old.formerKey, after: new.formerKey, affected: .nobody),
        ]
    }
}
