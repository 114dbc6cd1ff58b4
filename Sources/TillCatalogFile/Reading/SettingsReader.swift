import TillModel

/// What a file says about the whole catalog.
struct Settings {
    /// The currency of amounts that name none.
    var currency: Currency?
    /// Whether `defaults.currency` was written, perhaps with a mistake.
    var mayHaveCurrency = false
    /// Whether prices that do not say contain tax.
    var tax = TaxBehavior.exclusive
    /// What the catalog is called at providers.
    var owner = "till"
    /// Where days begin.
    var timeZone = "UTC"
    /// The languages of the file's texts.
    var locales: [String] = []
    /// Who takes payments, in order of preference.
    var defaultProviders: [ProviderName] = [.stripe]
    /// The providers the file configures.
    var providers = [ProviderSettings(name: .stripe)]
}

/// Reads everything beside the sections.
enum SettingsReader {
    /// The version of the format that can be read.
    static let supportedVersion: Int64 = 1

    /// The settings of a file.
    static func read(_ root: Fields, _ context: inout ReadingContext) -> Settings {
        var settings = Settings()
        if let version = context.require(.version, in: root) { checkVersion(version, &context) }
        if let field = root[.owner] { settings.owner = owner(field, &context) ?? "till" }
        if let field = root[.timezone] { settings.timeZone = TimeZoneName.read(field, &context) ?? "UTC" }
        if let field = root[.locales] { settings.locales = locales(field, &context) }
        var preferred: [ProviderReader.Placed]?
        if let field = root[.defaults], let defaults = context.fields(field, of: "`defaults`", .defaults) {
            settings.mayHaveCurrency = defaults.mayHave(.currency)
            settings.currency = defaults[.currency].flatMap { MoneyReader.currency($0, &context) }
            settings.tax = defaults[.tax].flatMap { tax($0, &context) } ?? .exclusive
            preferred = defaults[.provider].map { ProviderReader.oneOrMore($0, &context) }
        } else {
            // A misspelled or broken `defaults` may have had a currency in it.
            settings.mayHaveCurrency = root.mayHave(.defaults)
        }
        ProviderReader.read(root[.providers], preferred: preferred, into: &settings, &context)
        return settings
    }

    /// Reports a version other than the supported one.
    static func checkVersion(_ field: Field, _ context: inout ReadingContext) {
        guard let version = context.digits(field, example: "\(supportedVersion)"), version != "\(supportedVersion)"
        else { return }
        context.log.error(
            .unsupportedVersion, at: context.tree.span(field.value),
            "version \(Quoting.clipped(version)) of the format is not supported",
            help: "write `version: \(supportedVersion)`"
                + (!version.hasPrefix("-") && version != "0" ? ", or use a later version of the program" : ""))
    }

    /// What the catalog is called at providers; nil, and reported, for what cannot be a name there.
    private static func owner(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard let name = context.text(field, example: "job-board") else { return nil }
        guard KeyForm.isKey(name) else {
            context.log.error(
                .badKey, at: context.tree.span(field.value),
                "an owner consists of lower-case letters, digits, `_` and `-`, found `\(Quoting.clipped(name))`",
                help: "write a short name for this catalog, such as `job-board`")
            return nil
        }
        return name
    }

    /// Whether tax is in a price.
    static func tax(_ field: Field, _ context: inout ReadingContext) -> TaxBehavior? {
        context.word(field, [("exclusive", .exclusive), ("inclusive", .inclusive)])
    }

    private static func locales(_ field: Field, _ context: inout ReadingContext) -> [String] {
        let names = context.names(field, of: "a list of languages", example: "[en, de]")
        return names.compactMap { LanguageTag.check($0.name, at: $0.place, &context) ? $0.name : nil }
    }
}
