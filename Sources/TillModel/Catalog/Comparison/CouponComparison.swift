/// What is different about one coupon in two catalogs.
struct CouponComparison {
    let old: Coupon
    let new: Coupon

    var changes: [CatalogChange] { fields.compactMap { $0.change(of: new.key, .coupon) } }

    private var fields: [ComparedField] {
        let key = new.key
        let buyers: CatalogChange.Affected = new.isEnabled ? .newBuyers : .nobody
        let yes = FieldText.yes
        return [
            ComparedField(
                name: "reduction", before: CouponWords.reduction(old), after: CouponWords.reduction(new),
                affected: buyers
            ) { before, after in
                "\(key) takes \(after ?? "") instead of \(before ?? ""); subscriptions that have it keep what they have"
            },
            ComparedField(
                name: "products", before: FieldText.list(old.targets), after: FieldText.list(new.targets),
                affected: buyers
            ) { before, after in
                "\(key) is good for \(after ?? "everything") instead of \(before ?? "everything")"
            },
            ComparedField(
                name: "minimum", before: FieldText.list(old.minimum), after: FieldText.list(new.minimum),
                affected: buyers
            ) { before, after in
                "\(key) needs an order of \(after ?? "any amount") instead of \(before ?? "any amount")"
            },
            ComparedField(
                name: "from", before: old.from?.description, after: new.from?.description, affected: buyers
            ) { before, after in
                "\(key) can be used from \(after ?? "now") on instead of from \(before ?? "the beginning") on"
            },
            ComparedField(
                name: "until", before: old.until?.description, after: new.until?.description, affected: buyers
            ) { before, after in
                "\(key) can be used until \(after ?? "it is taken away") instead of until "
                    + "\(before ?? "it is taken away")"
            },
            ComparedField(
                name: "max_redemptions", before: old.maxRedemptions.map(String.init),
                after: new.maxRedemptions.map(String.init), affected: buyers
            ) { before, after in
                "\(key) can be used \(after.map { "\($0) times" } ?? "any number of times") by everybody together "
                    + "instead of \(before.map { "\($0) times" } ?? "any number of times")"
            },
            ComparedField(
                name: "max_per_customer", before: old.maxPerCustomer.map(String.init),
                after: new.maxPerCustomer.map(String.init), affected: buyers
            ) { before, after in
                "one customer can use \(key) \(after.map { "\($0) times" } ?? "any number of times") "
                    + "instead of \(before.map { "\($0) times" } ?? "any number of times")"
            },
            ComparedField(
                name: "first_purchase", before: yes(old.isFirstPurchaseOnly), after: yes(new.isFirstPurchaseOnly),
                affected: buyers
            ) { _, after in
                after == "yes"
                    ? "only a first order can have \(key)" : "every order can have \(key), not only the first"
            },
            ComparedField(name: "stacks", before: yes(old.stacks), after: yes(new.stacks), affected: buyers) {
                _, after in
                after == "yes"
                    ? "\(key) can be used together with others" : "\(key) cannot be used together with others any more"
            },
            ComparedField(
                name: "codes", before: FieldText.list(old.codes), after: FieldText.list(new.codes), affected: buyers
            ) { before, after in "buyers type \(after ?? "nothing") for \(key) instead of \(before ?? "nothing")" },
            ComparedField(
                name: "auto", before: yes(old.isAutomatic), after: yes(new.isAutomatic), affected: buyers
            ) { _, after in
                after == "yes" ? "\(key) is used without being typed" : "\(key) must be typed"
            },
            ComparedField(
                name: "providers", before: FieldText.list(old.providers), after: FieldText.list(new.providers),
                affected: buyers
            ) { before, after in
                "\(key) is good at \(after ?? "every provider") instead of \(before ?? "every provider")"
            },
            ComparedField(
                name: "enabled", before: yes(old.isEnabled), after: yes(new.isEnabled), affected: .newBuyers
            ) { _, after in
                after == "yes"
                    ? "\(key) can be used" : "\(key) cannot be used any more; subscriptions that have it keep it"
            },
            ComparedField(name: "name", before: old.name, after: new.name, affected: buyers),
            ComparedField(
                name: "i18n", before: FieldText.translations(old.translations),
                after: FieldText.translations(new.translations), affected: buyers),
            ComparedField(
                name: "metadata", before: FieldText.pairs(old.metadata), after: FieldText.pairs(new.metadata),
                affected: .nobody),
            ComparedField(
                name: "adopted", before: FieldText.adopted(old.adopted), after: FieldText.adopted(new.adopted),
                affected: .nobody),
        ]
    }
}
