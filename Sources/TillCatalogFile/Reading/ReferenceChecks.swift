import TillModel

/// What can be named in a file, and what to say about a name that leads nowhere.
struct ReferenceChecks {
    let products: ProductKeys
    /// The meters; nil when their section could not be read in full.
    let meters: Set<String>?
    /// The kinds of credit; nil when their section could not be read in full.
    let credits: Set<String>?
    /// The features that are declared; nil when products name them freely.
    let features: [String: FeatureDefinition.Kind]?
    let providers: [ProviderName]

    /// Reports references that lead nowhere.
    func check(_ references: [Reference], log: inout DiagnosticLog) {
        for reference in references { check(reference, log: &log) }
    }

    private func check(_ reference: Reference, log: inout DiagnosticLog) {
        let name = Quoting.clipped(reference.name)
        switch reference.target {
        case .product, .upsell:
            guard reference.product != reference.name else {
                log.error(
                    .ownUpsell, at: reference.place, "product `\(name)` names itself", help: "remove it from the list")
                return
            }
            guard !products.mayContain(reference.name) else { return }
            var isUpsell = false
            if case .upsell = reference.target { isUpsell = true }
            log.error(
                isUpsell ? .unknownUpsell : .unknownProduct, at: reference.place, "there is no product `\(name)`",
                help: products.hint(for: reference.name))
        case .recurring:
            guard products.mayContain(reference.name) else {
                log.error(
                    .unknownProduct, at: reference.place, "there is no product `\(name)`",
                    help: products.hint(for: reference.name))
                return
            }
            guard let product = products.product(reference.name), !product.prices.contains(where: \.canBeChangedTo)
            else { return }
            log.error(
                .portalProduct, at: reference.place, "customers cannot change to `\(name)`, which is no subscription",
                help: "remove it from the list, or give it a price with `every: month`")
        case .productOrPrice, .couponTarget:
            guard !products.mayContainPrice(reference.name) else { return }
            var isCoupon = false
            if case .couponTarget = reference.target { isCoupon = true }
            log.error(
                isCoupon ? .unknownCouponProduct : .unknownProduct, at: reference.place,
                "there is no product \(reference.name.contains("/") ? "or price " : "")`\(name)`",
                help: products.hintForPrice(reference.name))
        case .meter: check(reference, among: meters, .unknownMeter, "meter", "meters", log: &log)
        case .credit: check(reference, among: credits, .unknownCredit, "credit", "credits", log: &log)
        case .provider:
            guard !providers.contains(ProviderName(rawValue: reference.name)) else { return }
            log.error(
                .defaultProviderNotListed, at: reference.place, "`\(name)` is not listed under `providers`",
                help: "add `\(name): {}` there, or choose \(KeyNames.list(providers.map(\.rawValue), "or"))")
        case .feature(let isCounted): checkFeature(reference, isCounted: isCounted, log: &log)
        }
    }

    private func check(
        _ reference: Reference, among known: Set<String>?, _ code: DiagnosticCode, _ what: String, _ section: String,
        log: inout DiagnosticLog
    ) {
        guard let known, !known.contains(reference.name) else { return }
        let name = Quoting.clipped(reference.name)
        log.error(
            code, at: reference.place, "there is no \(what) `\(name)`",
            help: NearestName.of(reference.name, among: known.sorted()).map { "did you mean `\($0)`?" }
                ?? "declare it under `\(section)`, as in `\(section): { \(name): {} }`")
    }

    private func checkFeature(_ reference: Reference, isCounted: Bool, log: inout DiagnosticLog) {
        guard let features else { return }
        let name = Quoting.clipped(reference.name)
        guard let kind = features[reference.name] else {
            log.error(
                .unknownFeature, at: reference.place, "there is no feature `\(name)`",
                help: NearestName.of(reference.name, among: features.keys.sorted()).map { "did you mean `\($0)`?" }
                    ?? "declare it under `features`, as in `features: { \(name): What buyers read }`")
            return
        }
        switch kind {
        case .boolean where isCounted:
            log.error(
                .featureKind, at: reference.place, "feature `\(name)` is there or not, it has no number",
                help: "write `\(name)` alone, or give the feature a `limit` where it is declared")
        case .metered where isCounted:
            log.error(
                .featureKind, at: reference.place, "feature `\(name)` is measured, it has no number",
                help: "write `\(name)` alone")
        case .limited where !isCounted:
            log.error(
                .featureKind, at: reference.place, "feature `\(name)` needs a number",
                help: "write `{ \(name): 10 }` or `{ \(name): unlimited }`")
        case .boolean, .metered, .limited: break
        }
    }
}
