extension MapSchema {
    /// A lock file.
    static let lockfile = MapSchema(
        "lock file", "What was pushed to providers.", example: "{}",
        [
            KeySchema(.version, .wholeNumber(1...1), "The version of the lock file.", example: "1", isRequired: true),
            KeySchema(.environment, .text, "The environment it is of.", example: "test", isRequired: true),
            KeySchema(
                .providers, .table(keys: .provider, of: .map(.lockedProvider)), "What was pushed, by provider.",
                example: "{}", isRequired: true),
        ])

    /// What was pushed to one provider.
    static let lockedProvider = MapSchema(
        "provider", "What was pushed to one provider.", example: "{ \"prices\": {} }",
        [
            KeySchema(
                .prices, .table(keys: .text, of: .map(.lockedPrice)), "What was pushed, by price.", example: "{}",
                isRequired: true)
        ])

    /// One price as it was pushed.
    static let lockedPrice = MapSchema(
        "price", "One price as it was pushed.",
        example: "{ \"id\": \"price_123\", \"amount\": 2900, \"currency\": \"USD\" }",
        [
            KeySchema(.id, .text, "The provider's id.", example: "\"price_123\"", isRequired: true),
            KeySchema(.amount, .minorUnits, "The amount it was pushed with.", example: "2900", isRequired: true),
            KeySchema(.currency, .currency, "The currency of the amount.", example: "\"USD\"", isRequired: true),
            KeySchema(.interval, .map(.lockedInterval), "How often it is paid.", example: "{}"),
        ])

    /// How often a price is paid.
    static let lockedInterval = MapSchema(
        "interval", "How often a price is paid.", example: "{ \"unit\": \"month\", \"count\": 1 }",
        [
            KeySchema(.unit, .text, "The step of the calendar.", example: "\"month\"", isRequired: true),
            KeySchema(.count, .wholeNumber(1...1_095), "How many steps.", example: "1", isRequired: true),
        ])
}
