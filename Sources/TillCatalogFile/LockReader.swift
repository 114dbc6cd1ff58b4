import TillModel

/// Reads the values of a lock file.
enum LockReader {
    private static let help = "restore it from version control"

    /// The lock of a tree; nil when it has a mistake.
    static func read(_ context: inout ReadingContext) -> Lockfile? {
        guard let root = context.tree.root, context.tree.nodes[root].marks.isSuperset(of: [.flow]),
            context.tree.nodes[root].kind == .mapping
        else {
            if !context.log.hasErrors {
                context.log.error(.lockNotJSON, at: .beginning, "the lock file is not a JSON object", help: help)
            }
            return nil
        }
        // A lock that breaks off is restored, not mended by hand: one diagnostic is enough.
        guard !context.log.hasErrors else { return nil }
        let whole = Field(name: "lock file", key: root, value: root)
        guard
            let fields = context.fields(whole, of: "the lock file", .lockfile, place: .beginning),
            hasSupportedVersion(fields, &context)
        else { return nil }
        let environment = context.require(.environment, in: fields).flatMap { context.text($0) }
        var prices: [ProviderName: [String: RemoteIDs.SyncedPrice]] = [:]
        if let field = context.require(.providers, in: fields) {
            for entry in context.entries(field, example: "{}") ?? [] { read(provider: entry, into: &prices, &context) }
        }
        guard let environment else { return nil }
        return Lockfile(environment: environment, remoteIDs: RemoteIDs(prices: prices))
    }

    private static func hasSupportedVersion(_ fields: Fields, _ context: inout ReadingContext) -> Bool {
        guard let field = context.require(.version, in: fields),
            let version = context.digits(field, example: "1")
        else { return false }
        guard version != "\(Lockfile.supportedVersion)" else { return true }
        context.log.error(
            .lockVersion, at: context.tree.span(field.value),
            "version \(Quoting.clipped(version)) of the lock file is not supported",
            help: "use the version of the program that wrote it")
        return false
    }

    private static func read(
        provider entry: Field, into prices: inout [ProviderName: [String: RemoteIDs.SyncedPrice]],
        _ context: inout ReadingContext
    ) {
        let name = ProviderName(rawValue: entry.name)
        guard ProviderName.known.contains(name) else {
            context.log.error(
                .unknownProvider, at: context.tree.span(entry.key),
                "`\(Quoting.clipped(entry.name))` is not a provider",
                help: NearestName.of(entry.name, among: ProviderName.known.map(\.rawValue)).map {
                    "did you mean `\($0)`?"
                }
                    ?? help)
            return
        }
        guard
            let fields = context.fields(entry, of: Owner("provider", key: name.rawValue), .lockedProvider),
            let field = context.require(.prices, in: fields)
        else { return }
        prices[name] = [:]
        for entry in context.entries(field, example: "{}") ?? [] {
            guard isReference(entry, &context), let price = readPrice(entry, of: name, &context) else { continue }
            prices[name]?[entry.name] = price
        }
    }

    private static func isReference(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ KeyForm.isKey(String($0)) }) else {
            context.log.error(
                .badPriceReference, at: context.tree.span(entry.key),
                "`\(Quoting.clipped(entry.name))` does not name a price",
                help: "a price is named by its product and its own key, as in `pro/monthly`")
            return false
        }
        return true
    }

    private static func readPrice(
        _ entry: Field, of provider: ProviderName, _ context: inout ReadingContext
    ) -> RemoteIDs.SyncedPrice? {
        guard
            let fields = context.fields(entry, of: Owner("price", key: entry.name), .lockedPrice)
        else { return nil }
        let id = context.require(.id, in: fields).flatMap {
            readID($0, of: provider, &context)
        }
        let units = context.require(.amount, in: fields).flatMap {
            MoneyReader.minorUnits($0, &context)
        }
        let currency = context.require(.currency, in: fields).flatMap {
            MoneyReader.currency($0, &context)
        }
        let interval = fields[.interval].flatMap { readInterval($0, &context) }
        guard let id, let units, let currency else { return nil }
        return RemoteIDs.SyncedPrice(id: id, amount: Money(minorUnits: units, currency), interval: interval)
    }

    private static func readID(_ field: Field, of provider: ProviderName, _ context: inout ReadingContext) -> String? {
        guard let id = context.text(field, example: "\"price_123\"") else { return nil }
        guard provider != .stripe || id.hasPrefix("price_"), id.utf8.count <= 255,
            id.utf8.allSatisfy({ $0.isDigit || $0.isLetter || $0 == 0x5F || $0 == 0x2D })
        else {
            context.log.error(
                .badRemoteID, at: context.tree.span(field.value),
                "`\(Quoting.clipped(id))` is not the id of a price at \(provider)",
                help: help)
            return nil
        }
        return id
    }

    private static func readInterval(_ field: Field, _ context: inout ReadingContext) -> BillingInterval? {
        if context.tree.isNothing(field.value) { return nil }
        guard let fields = context.fields(field, of: "`interval`", .lockedInterval) else {
            return nil
        }
        let count = context.require(.count, in: fields).flatMap {
            context.wholeNumber($0, in: 1...1_095, example: "1")
        }
        guard let unit = context.require(.unit, in: fields), let count,
            let node = context.scalar(unit, "a unit", example: "\"month\"")
        else { return nil }
        guard let unit = BillingInterval.Unit(rawValue: context.tree.string(node)) else {
            context.log.error(
                .unknownInterval, at: context.tree.span(node),
                "`\(Quoting.clipped(context.tree.string(node)))` is not an interval",
                help: "it is \(KeyNames.list(CalendarText.unitNames, "or"))")
            return nil
        }
        return BillingInterval(unit, count: Int(count))
    }
}
