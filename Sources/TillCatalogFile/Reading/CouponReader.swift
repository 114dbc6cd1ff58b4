import TillModel

/// Reads reductions.
enum CouponReader {
    /// A coupon with the places that rules across coupons are reported at.
    struct Reading {
        let coupon: Coupon
        let place: SourceSpan
        /// What buyers type, and where that is written.
        let codes: [(code: String, place: SourceSpan)]
    }

    /// The coupons of a file; nil when the section cannot be read.
    static func coupons(_ field: Field, _ context: inout ReadingContext) -> [Reading]? {
        guard let entries = context.entries(field, example: "{ LAUNCH20: { percent_off: 20 } }") else { return nil }
        let readings = entries.compactMap { entry -> Reading? in
            let isKeyGood = KeyForm.checkCode(entry, &context)
            guard isKeyGood, !context.isSettled(entry.key) else { return nil }
            return coupon(entry, &context)
        }
        if !entries.isEmpty {
            context.log.warningOnce(
                .couponsUnused, at: context.tree.span(field.key),
                "coupons count in quotes, but a checkout of this version does not take them",
                help: "buyers cannot redeem them yet")
        }
        return readings
    }

    private static func coupon(_ entry: Field, _ context: inout ReadingContext) -> Reading? {
        let errors = context.log.errorCount
        guard let fields = context.fields(entry, of: Owner("coupon", key: entry.name), .coupon) else { return nil }
        let reduction = reduction(fields, &context)
        var coupon = Coupon(key: entry.name, reduction: reduction ?? .percent(.zero))
        coupon.name = fields[.name].flatMap { context.text($0) }
        coupon.span = fields[.lasts].flatMap { span($0, &context) } ?? .once
        coupon.targets = targets(fields, &context)
        coupon.minimum = fields[.minimum].flatMap { MoneyReader.amounts($0, &context) } ?? []
        coupon.isFirstPurchaseOnly = fields[.firstPurchase].flatMap { context.boolean($0) } ?? false
        coupon.from = fields[.from].flatMap { context.date($0) }
        coupon.until = fields[.until].flatMap { context.date($0) }
        coupon.maxRedemptions = count(fields[.maxRedemptions], &context)
        coupon.maxPerCustomer = count(fields[.maxPerCustomer], &context)
        coupon.stacks = fields[.stacks].flatMap { context.boolean($0) } ?? false
        coupon.isAutomatic = fields[.auto].flatMap { context.boolean($0) } ?? false
        let codes = codes(fields, entry, isAutomatic: coupon.isAutomatic, &context)
        coupon.codes = codes.map(\.code)
        if let field = fields[.providers] { coupon.providers = ProviderReader.names(field, &context) }
        coupon.isEnabled = fields[.enabled].flatMap { context.boolean($0) } ?? true
        coupon.metadata = fields[.metadata].flatMap { MetadataReader.metadata($0, &context) } ?? [:]
        coupon.translations = fields[.i18n].flatMap { TranslationReader.names($0, &context) } ?? [:]
        coupon.adopted = adopted(fields, entry, &context)
        check(coupon, fields, &context)
        guard reduction != nil, context.log.errorCount == errors else { return nil }
        return Reading(coupon: coupon, place: context.tree.span(entry.key), codes: codes)
    }

    private static func count(_ field: Field?, _ context: inout ReadingContext) -> Int? {
        field.flatMap { context.wholeNumber($0, in: 1...Int64(Int32.max), example: "100") }.map(Int.init)
    }

    private static func targets(_ fields: Fields, _ context: inout ReadingContext) -> [String] {
        guard let field = fields[.products] else { return [] }
        let names = context.names(field, of: "a list of product keys", example: "[pro]")
        // An emptied list must not become a coupon for everything.
        if names.isEmpty, !context.isSettled(field.value), context.tree.nodes[field.value].kind == .sequence,
            context.tree.nodes[field.value].count == 0
        {
            context.reportEmptyList(field, example: "[pro]")
        }
        for (name, place) in names {
            context.references.append(
                Reference(name: name, target: .couponTarget, place: place, owner: fields.owner))
        }
        return names.map(\.name)
    }

    private static func span(_ field: Field, _ context: inout ReadingContext) -> Coupon.Span? {
        if context.isText(field, "once") { return .once }
        if context.isText(field, "forever") { return .forever }
        return IntervalReader.duration(field, &context).map { .repeating($0) }
    }

    private static func codes(
        _ fields: Fields, _ entry: Field, isAutomatic: Bool, _ context: inout ReadingContext
    ) -> [(code: String, place: SourceSpan)] {
        guard let field = fields[.codes] else {
            return isAutomatic ? [] : [(entry.name.uppercased(), context.tree.span(entry.key))]
        }
        return context.names(field, of: "a list of codes", example: "[LAUNCH, WELCOME]").compactMap { code, place in
            guard KeyForm.isCode(code) else {
                context.log.error(
                    .badKey, at: place,
                    "a code consists of letters, digits, `_` and `-`, found `\(Quoting.clipped(code))`",
                    help: "buyers type it: keep it short and plain")
                return nil
            }
            return (code.uppercased(), place)
        }
    }

    private static func adopted(
        _ fields: Fields, _ entry: Field, _ context: inout ReadingContext
    ) -> [ProviderName: String] {
        var noted: [RemoteIDReader.Placed] = []
        guard let field = fields[.stripe],
            let block = context.fields(field, of: Owner("`stripe` of coupon", key: entry.name), .adoptedCoupon),
            let id = context.require(.coupon, in: block),
            let adopted = RemoteIDReader.read(id, .coupon, &noted, &context)
        else { return [:] }
        return [.stripe: adopted]
    }
}

// MARK: - What is taken off

extension CouponReader {
    private static func reduction(_ fields: Fields, _ context: inout ReadingContext) -> Coupon.Reduction? {
        let keys: [KeyName] = [.percentOff, .amountOff, .freeTrial]
        let percent = fields[.percentOff].flatMap { context.percentage($0) }
        let amounts = fields[.amountOff].flatMap { MoneyReader.amounts($0, &context) }
        let days = fields[.freeTrial].flatMap {
            IntervalReader.trialDays($0, maximum: PriceReader.maximumTrialDays, &context)
        }
        let given = keys.compactMap { fields[$0] }
        if given.count > 1 {
            context.log.error(
                .couponReduction, at: context.tree.span(given[1].key),
                "\(fields.owner) has both `\(given[0].name)` and `\(given[1].name)`", help: "keep one",
                earlier: .init(what: "`\(given[0].name)` is", span: context.tree.span(given[0].key)))
            return nil
        }
        if given.isEmpty, !keys.contains(where: fields.mayHave) {
            context.log.error(
                .couponReduction, at: fields.place, "\(fields.owner) takes nothing off",
                help: "add `percent_off: 20`, `amount_off: 5.00 USD` or `free_trial: 30 days`")
        }
        return percent.map { .percent($0) } ?? amounts.map { .amount($0) } ?? days.map { .freeTrial(days: $0) }
    }

    private static func check(_ coupon: Coupon, _ fields: Fields, _ context: inout ReadingContext) {
        if let from = coupon.from, let until = coupon.until, until <= from, let field = fields[.until] {
            context.log.error(
                .emptyWindow, at: context.tree.span(field.value), "`until` is not after `from`, so it is never valid",
                help: "`until` is the first day on which it cannot be used any more")
        }
        if let most = coupon.maxRedemptions, let each = coupon.maxPerCustomer, each > most,
            let field = fields[.maxPerCustomer]
        {
            context.log.error(
                .quantityRange, at: context.tree.span(field.value),
                "one customer can use it \(each) times, but all together \(most) times",
                help: "write a number that is not larger than `max_redemptions`")
        }
        if case .amount(let amounts) = coupon.reduction, !coupon.minimum.isEmpty, let field = fields[.minimum],
            let missing = amounts.first(where: { amount in
                !coupon.minimum.contains { $0.currency == amount.currency }
            })
        {
            context.log.error(
                .currenciesDiffer, at: context.tree.span(field.value),
                "there is no minimum in \(missing.currency), but an amount is taken off in it",
                help: "write one minimum for each currency of `amount_off`")
        }
        if coupon.codes.isEmpty, !coupon.isAutomatic, let field = fields[.codes], context.log.errorCount == 0 {
            context.log.warning(
                .couponUnreachable, at: context.tree.span(field.value), "nobody can use \(fields.owner)",
                help: "give it a code, or `auto: true`")
        }
    }
}
