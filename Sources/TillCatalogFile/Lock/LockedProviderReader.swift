import TillModel

/// Reads what a lock remembers of one provider.
enum LockedProviderReader {
    /// The objects of a provider by what they stand for; nil when its own entry has a mistake.
    static func read(_ entry: Field, of name: ProviderName, _ context: inout ReadingContext) -> LockedProvider? {
        guard let fields = context.fields(entry, of: Owner("provider", key: name.rawValue), .lockedProvider) else {
            return nil
        }
        let account = fields[.account].flatMap { context.text($0) }
        let mode = context.require(.mode, in: fields).flatMap { field in
            context.word(field, Mode.allCases.map { ($0.rawValue, $0) })
        }
        let version = context.require(.version, in: fields).flatMap { context.text($0) }
        let objects = context.require(.objects, in: fields).map { readObjects($0, of: name, &context) }
        let retired = context.require(.retired, in: fields).map { field in
            (context.items(field, of: "a list", example: "[]") ?? []).compactMap { readRetired($0, of: name, &context) }
        }
        guard let mode, let version, let objects, let retired else { return nil }
        return LockedProvider(account: account, mode: mode, version: version, objects: objects, retired: retired)
    }

    private static func readObjects(
        _ field: Field, of provider: ProviderName, _ context: inout ReadingContext
    ) -> [CatalogObjectKey: AppliedObject] {
        var objects: [CatalogObjectKey: AppliedObject] = [:]
        var owners: [RemoteCatalogObject.Handle: SourceSpan] = [:]
        for entry in context.entries(field, example: "{}") ?? [] {
            guard let key = LockedKeyReader.key(entry.name, at: entry.key, &context),
                let object = readObject(entry, key, of: provider, &context)
            else { continue }
            objects[key] = object
            let handle = RemoteCatalogObject.Handle(kind: key.kind, id: object.id)
            if let first = owners.updateValue(context.tree.span(entry.key), forKey: handle) {
                context.log.error(
                    .remoteIDTwice, at: context.tree.span(entry.key),
                    "`\(Quoting.clipped(entry.name))` has the id of another \(key.kind.words), "
                        + "`\(Quoting.clipped(object.id))`",
                    help: LockReader.help, earlier: .init(what: "the other is", span: first))
            }
        }
        return objects
    }

    private static func readObject(
        _ entry: Field, _ key: CatalogObjectKey, of provider: ProviderName, _ context: inout ReadingContext
    ) -> AppliedObject? {
        guard let fields = context.fields(entry, of: Owner("object", key: entry.name), .lockedObject) else {
            return nil
        }
        let id = context.require(.id, in: fields).flatMap {
            LockedKeyReader.id($0, of: key.kind, at: provider, &context)
        }
        let generation = readGeneration(fields, &context)
        let values = context.require(.fields, in: fields).flatMap { LockedValueReader.fields($0, &context) }
        let hasTerms = fields.first([.amount, .currency, .interval]) != nil
        let terms = hasTerms ? readTerms(fields, &context) : nil
        let verified = fields[.verified].flatMap { LockReader.instant($0, &context) }
        guard let id, let generation, let values else { return nil }
        return AppliedObject(id: id, generation: generation, fields: values, terms: terms, verifiedAt: verified)
    }

    private static func readRetired(
        _ item: Field, of provider: ProviderName, _ context: inout ReadingContext
    ) -> RetiredObject? {
        guard let fields = context.fields(item, of: "a retired object", .retiredObject) else { return nil }
        let key = context.require(.key, in: fields).flatMap { field in
            context.text(field).flatMap { LockedKeyReader.key($0, at: field.value, &context) }
        }
        let id = context.require(.id, in: fields).flatMap {
            LockedKeyReader.id($0, of: key?.kind, at: provider, &context)
        }
        let generation = readGeneration(fields, &context)
        let until = context.require(.until, in: fields).flatMap { LockReader.instant($0, &context) }
        let reason = context.require(.reason, in: fields).flatMap { LockedValueReader.text($0, &context) }
        guard let key, let id, let generation, let until, let reason else { return nil }
        return RetiredObject(key: key, id: id, generation: generation, until: until, reason: reason)
    }

    private static func readGeneration(_ fields: Fields, _ context: inout ReadingContext) -> Int? {
        context.require(.generation, in: fields).flatMap {
            context.wholeNumber($0, in: 1...Int64.max, example: "1").map { Int($0) }
        }
    }

    private static func readTerms(_ fields: Fields, _ context: inout ReadingContext) -> PriceTerms? {
        let units = context.require(.amount, in: fields).flatMap {
            context.wholeNumber($0, in: 0...Int64.max, example: "2900")
        }
        let currency = context.require(.currency, in: fields).flatMap { MoneyReader.currency($0, &context) }
        let interval = fields[.interval].flatMap { readInterval($0, &context) }
        guard let units, let currency else { return nil }
        return PriceTerms(amount: Money(minorUnits: units, currency), interval: interval)
    }

    private static func readInterval(_ field: Field, _ context: inout ReadingContext) -> BillingInterval? {
        guard let fields = context.fields(field, of: "`interval`", .lockedInterval) else { return nil }
        let count = context.require(.count, in: fields).flatMap {
            context.wholeNumber($0, in: 1...1_095, example: "1")
        }
        let unit = context.require(.unit, in: fields).flatMap { field in
            context.word(field, BillingInterval.Unit.allCases.map { ($0.rawValue, $0) })
        }
        guard let count, let unit else { return nil }
        return BillingInterval(unit, count: Int(count))
    }
}
