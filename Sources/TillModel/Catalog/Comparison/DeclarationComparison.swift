/// What is different about what products refer to: features, meters, kinds of credit, groups.
struct DeclarationComparison {
    let old: Catalog.Contents
    let new: Catalog.Contents

    var changes: [CatalogChange] {
        Keyed.changes(.feature, old.features, new.features, key: \.key, name: { "feature \($0.key)" }) {
            let kind = { (kind: FeatureDefinition.Kind) in
                switch kind {
                case .boolean: "one has it, or not"
                case .limited(let unit): "a number of \(unit.map { "\($0)s" } ?? "it")"
                case .metered(let meter): "measured by \(meter)"
                }
            }
            return [
                ComparedField(name: "name", before: $0.name, after: $1.name, affected: .existingNow),
                ComparedField(name: "kind", before: kind($0.kind), after: kind($1.kind), affected: .existingNow),
                DeclarationComparison.translations($0.translations, $1.translations),
            ]
        }
            + Keyed.changes(.meter, old.meters, new.meters, key: \.key, name: { "meter \($0.key)" }) {
                [
                    ComparedField(name: "name", before: $0.name, after: $1.name, affected: .newBuyers),
                    ComparedField(name: "unit", before: $0.unit, after: $1.unit, affected: .newBuyers),
                    ComparedField(
                        name: "aggregate", before: $0.aggregation.rawValue, after: $1.aggregation.rawValue,
                        affected: .existingAtRenewal),
                    DeclarationComparison.translations($0.translations, $1.translations),
                ]
            }
            + Keyed.changes(.credit, old.credits, new.credits, key: \.key, name: { "credit \($0.key)" }) {
                [
                    ComparedField(name: "name", before: $0.name, after: $1.name, affected: .existingNow),
                    DeclarationComparison.translations($0.translations, $1.translations),
                ]
            }
            + Keyed.changes(.group, old.groups, new.groups, key: \.key, name: { "group \($0.key)" }) { old, new in
                [
                    ComparedField(name: "name", before: old.name, after: new.name, affected: .newBuyers),
                    ComparedField(
                        name: "products", before: FieldText.list(old.products), after: FieldText.list(new.products),
                        affected: .existingNow
                    ) { before, after in
                        "in group \(new.key) a customer has one of \(after ?? "nothing") instead of one of "
                            + "\(before ?? "nothing")"
                    },
                    ComparedField(
                        name: "default", before: old.defaultProduct, after: new.defaultProduct, affected: .existingNow
                    ) { before, after in
                        "in group \(new.key) who chose nothing has \(after ?? "nothing") instead of "
                            + "\(before ?? "nothing")"
                    },
                    DeclarationComparison.translations(old.translations, new.translations),
                ]
            }
    }

    private static func translations(_ old: [String: Translation], _ new: [String: Translation]) -> ComparedField {
        ComparedField(
            name: "i18n", before: FieldText.translations(old), after: FieldText.translations(new),
            affected: .newBuyers)
    }
}

/// Things with keys, in two catalogs.
enum Keyed {
    /// New ones, different ones and gone ones; the new catalog's order, then the old one's.
    static func changes<Thing>(
        _ subject: CatalogChange.Subject, _ old: [Thing], _ new: [Thing], key: KeyPath<Thing, String>,
        name: (Thing) -> String, fields: (Thing, Thing) -> [ComparedField]
    ) -> [CatalogChange] {
        let before = Dictionary(old.map { ($0[keyPath: key], $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.map { $0[keyPath: key] })
        let kept = new.flatMap { thing -> [CatalogChange] in
            let own = thing[keyPath: key]
            guard let was = before[own] else {
                return [CatalogChange(own, subject, .added, affected: .newBuyers, "\(name(thing)) is new")]
            }
            return fields(was, thing).compactMap { field in
                var named = field
                let words = name(thing)
                // The sentence says what kind of thing the key is.
                named.sentence = named.sentence ?? { ComparedField.plain(field.name, of: words, $0, $1) }
                return named.change(of: own, subject)
            }
        }
        return kept
            + old.filter { !after.contains($0[keyPath: key]) }.map {
                CatalogChange($0[keyPath: key], subject, .removed, affected: .newBuyers, "\(name($0)) is gone")
            }
    }
}
