import TillModel

/// Rules across products, checked once all of them are known.
struct CatalogChecks {
    let readings: [ProductReading]
    private let references: [Reference]
    /// Where each product names another, by the key of the one and of the other; of no use to a file without mistakes.
    private lazy var places: [String: [String: SourceSpan]] = {
        var places: [String: [String: SourceSpan]] = [:]
        for reference in references {
            guard case .product = reference.target, let product = reference.product else { continue }
            places[product, default: [:]][reference.name] = reference.place
        }
        return places
    }()
    /// Products without a mistake of their own, by key.
    private let products: [String: Product]

    init(_ readings: [ProductReading], _ references: [Reference]) {
        self.readings = readings
        self.references = references
        let usesOthers = readings.contains { reading in
            guard let product = reading.product else { return false }
            return !product.bundle.isEmpty || !product.addOns.isEmpty
        }
        // A table of every product is worth its time only where something is looked up in it.
        products =
            usesOthers
            ? Dictionary(
                readings.compactMap { $0.product }.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
            : [:]
    }

    /// Reports products that do not go together.
    mutating func check(log: inout DiagnosticLog) {
        checkAdopted(log: &log)
        checkFormer(log: &log)
        checkAlike(log: &log)
        for reading in readings {
            guard let product = reading.product else { continue }
            if !product.bundle.isEmpty { checkBundle(product, reading, log: &log) }
            if !product.addOns.isEmpty { checkAddOns(product, reading, log: &log) }
            if !product.requires.isEmpty, !product.excludes.isEmpty,
                let both = product.requires.first(where: Set(product.excludes).contains)
            {
                log.error(
                    .contradiction, at: place(of: both, in: reading),
                    "product `\(Quoting.clipped(product.key))` both requires and excludes `\(Quoting.clipped(both))`",
                    help: "remove it from one of the two lists")
            }
        }
    }

    private mutating func place(of key: String, in reading: ProductReading) -> SourceSpan {
        places[reading.key]?[key] ?? reading.place
    }

    private func checkAdopted(log: inout DiagnosticLog) {
        var adopted: [String: (key: String, place: SourceSpan)] = [:]
        for reading in readings {
            for remote in reading.remoteIDs {
                guard let first = adopted[remote.id] else {
                    adopted[remote.id] = (reading.key, remote.place)
                    continue
                }
                // One id for several environments of one object is not two objects.
                guard first.place != remote.place else { continue }
                log.error(
                    .remoteIDTwice, at: remote.place,
                    "product `\(Quoting.clipped(first.key))` has adopted `\(Quoting.clipped(remote.id))` already",
                    help: "let each product and price adopt an object of its own",
                    earlier: .init(what: "the first is", span: first.place))
            }
        }
    }

    /// A former key that is in use again would give one product's history to another.
    private func checkFormer(log: inout DiagnosticLog) {
        let renamed = readings.filter { $0.former != nil || !$0.formerPrices.isEmpty }
        guard !renamed.isEmpty else { return }
        let keys = Set(readings.map(\.key))
        var former: [String: SourceSpan] = [:]
        for reading in renamed {
            if let (key, place) = reading.former {
                check(key, place, isAlive: keys.contains(key), former[key], "product", log: &log)
                former[key] = place
            }
            let alive = Set(reading.product?.prices.map(\.key) ?? [])
            var formerPrices: [String: SourceSpan] = [:]
            for (key, place) in reading.formerPrices {
                check(key, place, isAlive: alive.contains(key), formerPrices[key], "price", log: &log)
                formerPrices[key] = place
            }
        }
    }

    private func check(
        _ key: String, _ place: SourceSpan, isAlive: Bool, _ earlier: SourceSpan?, _ what: String,
        log: inout DiagnosticLog
    ) {
        let name = Quoting.clipped(key)
        if isAlive {
            log.error(
                .formerKeyInUse, at: place, "`\(name)` is still the key of a \(what)",
                help: "`was` names a key that is not in the file any more")
        } else if let earlier {
            log.error(
                .formerKeyInUse, at: place, "another \(what) was `\(name)` as well",
                help: "only one can continue it; remove `was` from the other",
                earlier: .init(what: "the other is", span: earlier))
        }
    }

    /// Keys that differ only in `-` and `_` are taken for one another, by people and in generated code.
    private func checkAlike(log: inout DiagnosticLog) {
        var seen: [String: ProductReading] = [:]
        for reading in readings where reading.key.utf8.contains(where: { $0 == 0x2D || $0 == 0x5F }) {
            let normal = reading.key.replacing("-", with: "_")
            if let first = seen[normal], first.key != reading.key {
                log.error(
                    .keysTooAlike, at: reading.place,
                    "`\(Quoting.clipped(reading.key))` and `\(Quoting.clipped(first.key))` differ only in `-` and `_`",
                    help: "give one of them another key", earlier: .init(what: "the other is", span: first.place))
            } else {
                seen[normal] = reading
            }
        }
    }

    private mutating func checkBundle(_ product: Product, _ reading: ProductReading, log: inout DiagnosticLog) {
        for item in product.bundle {
            guard item.product != product.key, let part = products[item.product], !part.bundle.isEmpty else { continue }
            log.error(
                .nestedBundle, at: place(of: part.key, in: reading),
                "bundle `\(Quoting.clipped(product.key))` has the bundle `\(Quoting.clipped(part.key))` in it",
                help: "list what is in that bundle instead")
        }
    }

    /// What is added to a subscription renews with it.
    private mutating func checkAddOns(_ product: Product, _ reading: ProductReading, log: inout DiagnosticLog) {
        var intervals: [BillingInterval] = []
        for interval in product.prices.compactMap(\.interval) where !intervals.contains(interval) {
            intervals.append(interval)
        }
        for key in product.addOns {
            guard let addOn = products[key], !addOn.prices.contains(where: { $0.interval == nil }) else { continue }
            let offered = Set(addOn.prices.compactMap(\.interval))
            guard let missing = intervals.first(where: { !offered.contains($0) }) else { continue }
            log.error(
                .addOnInterval, at: place(of: key, in: reading),
                "add-on `\(Quoting.clipped(key))` has no price every \(missing), as `\(Quoting.clipped(product.key))` has",
                help: "what is added to a subscription renews with it: give it a price with `every: \(missing)`")
        }
    }
}
