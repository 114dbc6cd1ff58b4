import TillModel

/// Bytes that are equal only for equal meaning: every text and list says how long it is.
///
/// They are handed on a piece at a time, since those of a large catalog would fill more memory than its file.
struct CanonicalBytes {
    private static let pieceSize = 16 << 10

    private var piece: [UInt8] = []
    private let take: ([UInt8]) -> Void

    /// Bytes for whoever takes them; ``finish()`` hands on the last ones.
    init(_ take: @escaping ([UInt8]) -> Void) {
        self.take = take
        piece.reserveCapacity(CanonicalBytes.pieceSize * 2)
    }

    /// Hands on what is left.
    mutating func finish() {
        take(piece)
        piece.removeAll(keepingCapacity: true)
    }

    /// A number in one byte when it is small, as most are: nine bytes with a mark in front otherwise.
    mutating func add(_ number: Int64) {
        if (0..<255).contains(number) {
            piece.append(UInt8(number))
        } else {
            piece.append(255)
            withUnsafeBytes(of: number.bigEndian) { piece.append(contentsOf: $0) }
        }
        if piece.count >= CanonicalBytes.pieceSize { finish() }
    }

    mutating func add(_ isTrue: Bool) { piece.append(isTrue ? 1 : 0) }

    mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        piece.append(contentsOf: text.utf8)
    }

    mutating func add(_ texts: [String]) { list(texts) { $0.add($1) } }

    mutating func list<Element>(_ list: [Element], _ each: (inout CanonicalBytes, Element) -> Void) {
        add(Int64(list.count))
        for element in list { each(&self, element) }
    }

    /// A map, by ascending key.
    mutating func map<Key: Hashable, Value>(
        _ map: [Key: Value], _ name: (Key) -> String, _ each: (inout CanonicalBytes, Value) -> Void
    ) {
        add(Int64(map.count))
        guard !map.isEmpty else { return }
        for (key, value) in map.map({ (name($0.key), $0.value) }).sorted(by: { $0.0 < $1.0 }) {
            add(key)
            each(&self, value)
        }
    }

    /// Whether there is any comes first, so that none differs from an empty one.
    mutating func optional<Value>(_ value: Value?, _ each: (inout CanonicalBytes, Value) -> Void) {
        add(value != nil)
        if let value { each(&self, value) }
    }

    mutating func add(_ text: String?) { optional(text) { $0.add($1) } }

    mutating func add(_ number: Int?) { optional(number) { $0.add(Int64($1)) } }
}

// MARK: - The catalog

extension CanonicalBytes {
    mutating func add(_ contents: Catalog.Contents) {
        // Positions are sorted rather than products, which are large to move.
        list(contents.products.indices.sorted { contents.products[$0].key < contents.products[$1].key }) {
            $0.add(contents.products[$1])
        }
        list(contents.coupons.sorted { $0.key < $1.key }) { $0.add($1) }
        list(contents.features.sorted { $0.key < $1.key }) { $0.add($1) }
        list(contents.meters.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.name)
            $0.add($1.unit)
            $0.add($1.aggregation.rawValue)
            $0.add($1.translations)
        }
        list(contents.credits.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.name)
            $0.add($1.translations)
        }
        list(contents.groups.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.name)
            $0.add($1.products)
            $0.add($1.defaultProduct)
            $0.add($1.translations)
        }
        map(contents.taxes, \.self) {
            $0.add($1.name)
            $0.add($1.rate.millionths)
            $0.map($1.codes, \.self) { $0.add($1.millionths) }
        }
        add(contents.defaultProviders.map(\.rawValue))
        list(contents.providers.sorted { $0.name.rawValue < $1.name.rawValue }) { $0.add($1) }
        add(contents.tax.rawValue)
        add(contents.currency?.code)
        add(contents.owner)
        add(contents.timeZone)
        add(contents.locales)
        // A level that holds anyway is as good as none that is written.
        let levels = contents.policy.levels.filter { CatalogPolicy().level(of: $0.key) != $0.value }
        map(levels, \.rawValue) { $0.add($1.rawValue) }
        optional(contents.policy.maxChange) { $0.add($1.millionths) }
        list(contents.policy.waivers) {
            $0.add($1.rule.rawValue)
            $0.add($1.subject)
            $0.add($1.reason)
        }
    }

    private mutating func add(_ feature: FeatureDefinition) {
        add(feature.key)
        add(feature.name)
        switch feature.kind {
        case .boolean: add("boolean")
        case .limited(let unit):
            add("limited")
            add(unit)
        case .metered(let meter):
            add("metered")
            add(meter)
        }
        add(feature.translations)
    }

    private mutating func add(_ provider: ProviderSettings) {
        add(provider.name.rawValue)
        map(provider.accounts, \.rawValue) { $0.add($1) }
        add(provider.modes.map(\.rawValue).sorted())
        add(provider.countries.map(\.code).sorted())
        map(provider.events, \.self) { $0.add($1) }
        // Catalogs without one keep the hash that they had before there were any.
        if let portal = provider.portal { add(portal) }
    }

    private mutating func add(_ portal: CustomerPortal) {
        add("portal")
        for text in [portal.headline, portal.privacyURL, portal.termsURL, portal.returnURL] { add(text) }
        add(portal.details.map(\.rawValue).sorted())
        add(portal.showsInvoices)
        add(portal.changesPaymentMethods)
        add(portal.cancellation?.rawValue)
        add(portal.products.sorted())
        add(portal.changesQuantity)
        add(portal.takesCodes)
        add(portal.proration.rawValue)
        add(portal.defersDowngrades)
    }

    mutating func add(_ translations: [String: Translation]) {
        map(translations, \.self) {
            $0.add($1.name)
            $0.add($1.details)
            $0.add($1.badge)
        }
    }

    mutating func add(_ amounts: [Money]) {
        list(amounts) {
            $0.add($1.currency.code)
            $0.add($1.minorUnits)
        }
    }
}
