import TillModel

/// Rules across products, checked once all of them are known.
struct CatalogChecks {
    /// The products without a mistake of their own.
    private let products: [Product]
    /// Where every product is written.
    private let readings: [ProductReading]
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
    /// The position of each product, worth its time only where something is looked up in it.
    private lazy var positions = Dictionary(
        products.indices.map { (products[$0].key, $0) }, uniquingKeysWith: { first, _ in first })

    init(products: [Product], readings: [ProductReading], references: [Reference]) {
        self.products = products
        self.readings = readings
        self.references = references
    }

    /// Reports products that do not go together.
    mutating func check(log: inout DiagnosticLog) {
        checkAdopted(log: &log)
        checkFormer(log: &log)
        checkAlike(log: &log)
        for number in readings.indices {
            guard let position = readings[number].position, products[position].hasTraits else { continue }
            checkRelations(of: position, readings[number], log: &log)
        }
    }

    private mutating func checkRelations(
        of position: Int, _ reading: ProductReading, log: inout DiagnosticLog
    ) {
        let traits = products[position].traits
        if !traits.bundle.isEmpty { checkBundle(products[position], reading, log: &log) }
        if !traits.addOns.isEmpty { checkAddOns(products[position], reading, log: &log) }
        if !traits.requires.isEmpty, !traits.excludes.isEmpty,
            let both = traits.requires.first(where: Set(traits.excludes).contains)
        {
            log.error(
                .contradiction, at: place(of: both, in: reading),
                "product `\(Quoting.clipped(reading.key))` both requires and excludes `\(Quoting.clipped(both))`",
                help: "remove it from one of the two lists")
        }
    }

    private mutating func find(_ key: String) -> Product? { positions[key].map { products[$0] } }

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
            let alive = Set(reading.position.map { products[$0].prices.map(\.key) } ?? [])
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
        var seen = [Int: Int](minimumCapacity: readings.count)
        for number in readings.indices {
            var hasher = Hasher()
            var isPlain = true
            for byte in readings[number].key.utf8 {
                isPlain = isPlain && byte != 0x2D && byte != 0x5F
                hasher.combine(byte == 0x2D ? 0x5F : byte)
            }
            guard !isPlain else { continue }
            let hash = hasher.finalize()
            guard let other = seen[hash] else {
                seen[hash] = number
                continue
            }
            let (first, second) = (readings[other], readings[number])
            guard first.key != second.key,
                first.key.replacing("-", with: "_") == second.key.replacing("-", with: "_")
            else { continue }
            log.error(
                .keysTooAlike, at: second.place,
                "`\(Quoting.clipped(second.key))` and `\(Quoting.clipped(first.key))` differ only in `-` and `_`",
                help: "give one of them another key", earlier: .init(what: "the other is", span: first.place))
        }
    }

    private mutating func checkBundle(_ product: Product, _ reading: ProductReading, log: inout DiagnosticLog) {
        for item in product.bundle {
            guard item.product != product.key, let part = find(item.product), !part.bundle.isEmpty else { continue }
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
            guard let addOn = find(key), !addOn.prices.contains(where: { $0.interval == nil }) else { continue }
            let offered = Set(addOn.prices.compactMap(\.interval))
            guard let missing = intervals.first(where: { !offered.contains($0) }) else { continue }
            log.error(
                .addOnInterval, at: place(of: key, in: reading),
                "add-on `\(Quoting.clipped(key))` has no price every \(missing), as `\(Quoting.clipped(product.key))` has",
                help: "what is added to a subscription renews with it: give it a price with `every: \(missing)`")
        }
    }
}
