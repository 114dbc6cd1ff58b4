import TillModel

/// What may stand under a key, as JSON Schema says it.
extension JSONSchema {
    /// The schema of a value; some keys narrow what their kind of value allows.
    mutating func value(_ value: ValueSchema, of key: KeyName, isPartial: Bool) -> JSONText {
        switch value {
        case .truth: return .object(["type": "boolean"])
        case .wholeNumber(let range) where range.count == 1: return .object(["const": .number(range.lowerBound)])
        case .wholeNumber(let range):
            return .object([
                "type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ])
        case .percentage: return percentage(key)
        case .minorUnits: return .object(["type": "integer", "minimum": 1])
        case .words(let words): return self.words(words)
        case .list(let item): return list(item, of: key)
        case .table(let keys, let item): return table(keys, item, of: key, isPartial: isPartial)
        case .map(let map) where map === MapSchema.perEnvironment: return ids(of: key)
        case .map(let map): return self.map(map, isPartial: isPartial)
        case .partialFile: return map(.overlay, isPartial: true)
        case .either(let forms):
            return .object(["anyOf": .array(forms.map { self.value($0, of: key, isPartial: isPartial) })])
        case .duration where [.trial, .freeTrial, .length].contains(key): return scalar(.trialLength)
        case .remoteID: return scalar(.remoteID(of: key))
        case .text where key == .events: return scalar(.eventName)
        case .text where key == .metadata: return scalar(.metadataValue)
        case .text where key == .was: return scalar(.formerKey)
        default: return scalar(ScalarForm(value))
        }
    }

    /// A reference to the definition of a scalar's form.
    mutating func scalar(_ form: ScalarForm) -> JSONText { define(form.name) { _ in form.schema } }

    private func percentage(_ key: KeyName) -> JSONText {
        switch key {
        case .percentOff: .object(["type": "number", "exclusiveMinimum": 0, "maximum": 100])
        case .maxChange: .object(["type": "number", "exclusiveMinimum": 0, "maximum": 10_000])
        default: .object(["type": "number", "minimum": 0, "maximum": 100])
        }
    }

    private func words(_ words: [(word: String, meaning: String)]) -> JSONText {
        .object([
            "type": "string",
            "enum": .strings(words.map(\.word)),
            "enumDescriptions": words.allSatisfy(\.meaning.isEmpty) ? nil : .strings(words.map(\.meaning)),
        ])
    }

    /// The items of a list are whole, in an overlay as well: a list replaces another one.
    private mutating func list(_ item: ValueSchema, of key: KeyName) -> JSONText {
        var mustHaveItems = [.graduated, .volume, .bundle].contains(key)
        var mustDiffer = false
        switch item {
        case .money, .rate: mustHaveItems = key != .also
        case .reference(let section):
            mustDiffer = true
            // The targets of a coupon: an emptied list must not mean everything.
            if case .productOrPrice = section { mustHaveItems = true }
        case .provider, .language, .country, .text: mustDiffer = true
        default: break
        }
        return .object([
            "type": "array",
            "minItems": mustHaveItems ? 1 : nil,
            "uniqueItems": mustDiffer ? true : nil,
            "items": items(item, of: key),
        ])
    }

    /// A map that is an item has one pair, as in `[search, { seats: 10 }]`.
    private mutating func items(_ item: ValueSchema, of key: KeyName) -> JSONText {
        guard case .either(let forms) = item else { return value(item, of: key, isPartial: false) }
        return .object([
            "anyOf": .array(
                forms.map { form in
                    let schema = value(form, of: key, isPartial: false)
                    guard case .table = form else { return schema }
                    return .object(
                        schema.members + JSONText.object(["minProperties": 1, "maxProperties": 1]).members)
                })
        ])
    }

    private mutating func table(
        _ keys: ValueSchema.TableKeys, _ item: ValueSchema, of key: KeyName, isPartial: Bool
    ) -> JSONText {
        let value = value(item, of: key, isPartial: isPartial)
        let mustHaveEntries = !isPartial && (key == .prices || key == .providers)
        return .object([
            "type": "object",
            "minProperties": mustHaveEntries ? 1 : nil,
            "maxProperties": key == .metadata ? .number(Int64(MetadataReader.maximumPairs)) : nil,
            "propertyNames": names(keys, of: key),
            "additionalProperties": isPartial ? .object(["anyOf": [value, .object(["type": "null"])]]) : value,
        ])
    }

    private mutating func names(_ keys: ValueSchema.TableKeys, of key: KeyName) -> JSONText? {
        switch keys {
        case .key where key == .prices:
            .object(["allOf": [scalar(.key), .object(["not": .object(["const": .string(Product.defaultPriceKey)])])]])
        case .key: scalar(.key)
        case .code: scalar(.code)
        case .language: scalar(ScalarForm(.language))
        case .country: scalar(ScalarForm(.country))
        case .region: scalar(.region)
        case .provider: scalar(ScalarForm(.provider))
        case .text where key == .metadata: scalar(.metadataKey)
        case .text: nil
        }
    }

    /// An id for each environment.
    private mutating func ids(of key: KeyName) -> JSONText {
        let id = scalar(.remoteID(of: key))
        return define("ids-of-\(key.name)") { _ in
            .object([
                "description": .string(MapSchema.perEnvironment.summary),
                "type": "object",
                "additionalProperties": false,
                "properties": .object(
                    MapSchema.perEnvironment.keys.map { key in
                        JSONText.Member(
                            key: key.key.name,
                            value: .object(["description": .string(key.summary), "allOf": [id]]))
                    }),
            ])
        }
    }
}
