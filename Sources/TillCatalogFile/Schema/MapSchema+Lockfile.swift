extension MapSchema {
    /// A lock file.
    static let lockfile = MapSchema(
        "lock file", "What was pushed to providers.", example: "{}",
        [
            KeySchema(.version, .wholeNumber(2...2), "The version of the lock file.", example: "2", isRequired: true),
            KeySchema(.environment, .text, "The environment it is of.", example: "\"test\"", isRequired: true),
            KeySchema(
                .serial, .wholeNumber(0...Int64.max), "How often it was written.", example: "1", isRequired: true),
            KeySchema(
                .providers, .table(keys: .provider, of: .map(.lockedProvider)), "What was pushed, by provider.",
                example: "{}", isRequired: true),
            KeySchema(.waivers, .list(of: .map(.lockedWaiver)), "Which rules were waived.", example: "[]"),
        ])

    /// What was pushed to one provider.
    static let lockedProvider = MapSchema(
        "provider", "What was pushed to one provider.",
        example: "{ \"mode\": \"test\", \"objects\": {}, \"retired\": [], \"version\": \"v1\" }",
        [
            KeySchema(.account, .text, "Whose account it is.", example: "\"acct_123\""),
            KeySchema(.mode, .text, "Whether money is real.", example: "\"test\"", isRequired: true),
            KeySchema(
                .version, .text, "The version of the provider's words.", example: "\"2026-10-28\"", isRequired: true),
            KeySchema(
                .objects, .table(keys: .text, of: .map(.lockedObject)), "What stands for what.", example: "{}",
                isRequired: true),
            KeySchema(
                .retired, .list(of: .map(.retiredObject)), "What stood for something once.", example: "[]",
                isRequired: true),
        ])

    /// One object as it was pushed.
    static let lockedObject = MapSchema(
        "object", "One object as it was pushed.",
        example: "{ \"fields\": {}, \"generation\": 1, \"id\": \"prod_123\" }",
        [
            KeySchema(.id, .text, "The provider's id.", example: "\"price_123\"", isRequired: true),
            KeySchema(
                .generation, .wholeNumber(1...Int64.max), "Counts what stood for it.", example: "1", isRequired: true),
            KeySchema(
                .fields, .table(keys: .text, of: .text), "What was pushed.", example: "{}", isRequired: true),
            KeySchema(.amount, .minorUnits, "The amount it was pushed with.", example: "2900"),
            KeySchema(.currency, .currency, "The currency of the amount.", example: "\"USD\""),
            KeySchema(.interval, .map(.lockedInterval), "How often it is paid.", example: "{}"),
            KeySchema(
                .verified, .text, "When it was last seen like that.", example: "\"2026-11-21T18:00:00.000Z\""),
        ])

    /// One object that stood for something once.
    static let retiredObject = MapSchema(
        "retired object", "One object that stood for something once.",
        example: "{ \"id\": \"price_123\", \"key\": \"price pro/monthly\" }",
        [
            KeySchema(.id, .text, "The provider's id.", example: "\"price_123\"", isRequired: true),
            KeySchema(.key, .text, "What it stood for.", example: "\"price pro/monthly\"", isRequired: true),
            KeySchema(
                .generation, .wholeNumber(1...Int64.max), "Counts what stood for it.", example: "1", isRequired: true),
            KeySchema(
                .until, .text, "When it stopped.", example: "\"2026-11-21T18:00:00.000Z\"", isRequired: true),
            KeySchema(.reason, .text, "Why it stopped.", example: "\"the file was changed\"", isRequired: true),
        ])

    /// How often a price is paid.
    static let lockedInterval = MapSchema(
        "interval", "How often a price is paid.", example: "{ \"unit\": \"month\", \"count\": 1 }",
        [
            KeySchema(.unit, .text, "The step of the calendar.", example: "\"month\"", isRequired: true),
            KeySchema(.count, .wholeNumber(1...1_095), "How many steps.", example: "1", isRequired: true),
        ])

    /// A rule that was broken on purpose.
    static let lockedWaiver = MapSchema(
        "waiver", "A rule that was broken on purpose.",
        example: "{ \"at\": \"2026-11-21T18:00:00.000Z\", \"reason\": \"agreed\", \"rule\": \"max_change\" }",
        [
            KeySchema(.at, .text, "When.", example: "\"2026-11-21T18:00:00.000Z\"", isRequired: true),
            KeySchema(.rule, .text, "Which.", example: "\"max_change\"", isRequired: true),
            KeySchema(.reason, .text, "Why.", example: "\"agreed\"", isRequired: true),
        ])
}
