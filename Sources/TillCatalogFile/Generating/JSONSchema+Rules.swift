/// Rules between the keys of one map, as far as JSON Schema can say them.
extension JSONSchema {
    /// What holds beside the keys themselves; an object without members where nothing does.
    mutating func rules(of map: MapSchema) -> JSONText {
        if map === MapSchema.file { return fileRules }
        if map === MapSchema.product { return priceRules(orPrices: true) }
        if map === MapSchema.price { return priceRules(orPrices: false) }
        if map === MapSchema.coupon { return .object(["oneOf": .array(Self.reductions.map { Self.has([$0]) })]) }
        if map === MapSchema.adoptedProduct { return .object(["anyOf": [Self.has([.product]), Self.has([.price])]]) }
        if map === MapSchema.tier { return .object(["anyOf": [Self.has([.each]), Self.has([.flat])]]) }
        if map === MapSchema.feature {
            return .object(["not": Self.has([.limit, .meter])])
        }
        if map === MapSchema.group {
            let some = JSONText.object([KeyName.products.name: .object(["minItems": 1])])
            return .object(["allOf": [.object(["properties": some])]])
        }
        return .object([])
    }

    private static let reductions: [KeyName] = [.percentOff, .amountOff, .freeTrial]
    private static let costs: [KeyName] = [.price, .amount, .graduated, .volume, .custom]

    /// A file that includes others may take all its products from them.
    private var fileRules: JSONText {
        .object([
            "if": .object(["not": Self.has([.include])]),
            "then": .object([
                "required": .strings([KeyName.products.name]),
                "properties": .object([KeyName.products.name: .object(["minProperties": 1])]),
            ]),
        ])
    }

    /// What a price is made of; a product may have several prices instead.
    private mutating func priceRules(orPrices: Bool) -> JSONText {
        let free = JSONText.object(["const": "free"])
        let isFree = JSONText.object([
            "required": .strings([KeyName.price.name]),
            "properties": .object([KeyName.price.name: free]),
        ])
        // Only what is measured one by one may cost less than the smallest unit.
        let isRate = JSONText.object([
            "required": .strings([KeyName.meter.name]), "not": Self.has([.package]),
        ])
        return .object([
            "oneOf": .array((Self.costs + (orPrices ? [.prices] : [])).map { Self.has([$0]) }),
            "allOf": [
                .object([
                    "if": isFree,
                    "then": Self.hasNone([
                        .also, .trial, .setupFee, .meter, .package, .countries, .schedule, .existing, .currency, .tax,
                    ]),
                ]),
                .object([
                    "if": isRate,
                    "then": amounts(scalar(ScalarForm(.rate)), or: free),
                    "else": amounts(scalar(ScalarForm(.money)), or: free),
                ]),
            ],
            "dependencies": dependencies(orPrices: orPrices),
        ])
    }

    private func amounts(_ amount: JSONText, or free: JSONText) -> JSONText {
        .object([
            "properties": .object([
                KeyName.price.name: .object(["anyOf": [amount, free]]),
                KeyName.also.name: .object(["items": amount]),
            ])
        ])
    }

    private func dependencies(orPrices: Bool) -> JSONText {
        let isRecurring = Self.has([.every])
        let tiered = Self.hasNone([.package, .also, .schedule])
        let several = JSONText.object(
            Self.hasNone(MapSchema.price.keys.map(\.key).filter { ![.name, .was, .stripe].contains($0) }).members
                + JSONText.object([
                    "properties": .object([
                        KeyName.stripe.name: .object(["properties": .object([KeyName.price.name: false])])
                    ])
                ]).members)
        return .object([
            KeyName.trial.name: isRecurring,
            KeyName.setupFee.name: isRecurring,
            KeyName.existing.name: isRecurring,
            KeyName.currency.name: Self.has([.amount]),
            KeyName.meter.name: .object(isRecurring.members + Self.hasNone([.quantity]).members),
            KeyName.graduated.name: tiered,
            KeyName.volume.name: tiered,
            KeyName.custom.name: Self.hasNone([.package, .also, .schedule, .every]),
            KeyName.every.name: .object([
                "properties": .object([
                    KeyName.schedule.name: .object(["items": Self.has([.existing])])
                ])
            ]),
            KeyName.prices.name: orPrices ? several : nil,
        ])
    }

    private static func has(_ keys: [KeyName]) -> JSONText { .object(["required": .strings(keys.map(\.name))]) }

    private static func hasNone(_ keys: [KeyName]) -> JSONText {
        .object(["not": .object(["anyOf": .array(keys.map { has([$0]) })])])
    }
}
