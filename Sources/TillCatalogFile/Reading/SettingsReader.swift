import TillModel

/// What a file says about the whole catalog.
struct Settings {
    /// The currency of amounts that name none.
    var currency: Currency?
    /// Whether `defaults.currency` was written, perhaps with a mistake.
    var mayHaveCurrency = false
    /// The provider that takes payments when a product does not name another.
    var defaultProvider = ProviderName.stripe
    /// The providers the file configures.
    var providers: [ProviderName] = [.stripe]
}

/// Reads everything beside products and coupons.
enum SettingsReader {
    /// The version of the format that can be read.
    static let supportedVersion: Int64 = 1

    /// Providers that payments can be taken through.
    private static let adapted: Set<ProviderName> = [.stripe]

    /// The settings of a file.
    static func read(_ root: Fields, _ context: inout ReadingContext) -> Settings {
        var settings = Settings()
        readVersion(root, &context)
        if let field = root["timezone"] { TimeZoneName.check(field, &context) }
        var defaultProvider: (name: ProviderName, place: SourceSpan)?
        if let field = root["defaults"],
            let defaults = context.fields(
                field, of: "`defaults`", allowed: ["currency", "provider"],
                example: "{ currency: USD, provider: stripe }")
        {
            settings.mayHaveCurrency = defaults.mayHave("currency")
            settings.currency = defaults["currency"].flatMap { MoneyReader.currency($0, &context) }
            if let field = defaults["provider"], let node = context.scalar(field, "a provider", example: "stripe") {
                let place = context.tree.span(node)
                defaultProvider = provider(context.tree.string(node), at: place, &context).map { ($0, place) }
            }
        } else {
            // A misspelled or broken `defaults` may have had a currency in it.
            settings.mayHaveCurrency = root.mayHave("defaults")
        }
        if let field = root["providers"] {
            readProviders(field, defaultProvider, &settings, &context)
        } else if let defaultProvider {
            settings.providers = [defaultProvider.name]
            settings.defaultProvider = defaultProvider.name
            warnIfNotAdapted(defaultProvider.name, at: defaultProvider.place, &context)
        }
        return settings
    }

    private static func readVersion(_ root: Fields, _ context: inout ReadingContext) {
        guard let field = context.require("version", in: root, example: "\(supportedVersion)"),
            let version = context.digits(field, example: "\(supportedVersion)"), version != "\(supportedVersion)"
        else { return }
        context.log.error(
            .unsupportedVersion, at: context.tree.span(field.value),
            "version \(Quoting.clipped(version)) of the format is not supported",
            help: "write `version: \(supportedVersion)`"
                + (!version.hasPrefix("-") && version != "0" ? ", or use a later version of the program" : ""))
    }
}

// MARK: - Providers

extension SettingsReader {
    private static func readProviders(
        _ field: Field, _ wanted: (name: ProviderName, place: SourceSpan)?, _ settings: inout Settings,
        _ context: inout ReadingContext
    ) {
        guard let entries = context.entries(field, example: "{ stripe: {} }"), !context.isSettled(field.value) else {
            return
        }
        let errors = context.log.errorCount
        var providers: [ProviderName] = []
        for entry in entries {
            let place = context.tree.span(entry.key)
            guard !context.isSettled(entry.key), let name = provider(entry.name, at: place, &context) else { continue }
            providers.append(name)
            _ = context.fields(entry, of: Owner("provider", key: name.rawValue), allowed: [], example: "{}")
            warnIfNotAdapted(name, at: place, &context)
        }
        guard context.log.errorCount == errors else { return }
        guard !providers.isEmpty else {
            context.log.error(
                .emptyValue, at: context.tree.span(field.key), "`providers` lists none",
                help: "as in `providers: { stripe: {} }`, or remove the key")
            return
        }
        settings.providers = providers
        if let wanted {
            guard !providers.contains(wanted.name) else { return settings.defaultProvider = wanted.name }
            context.log.error(
                .defaultProviderNotListed, at: wanted.place, "`\(wanted.name)` is not listed under `providers`",
                help: "add `\(wanted.name): {}` there, or choose \(KeyNames.list(providers.map(\.rawValue), "or"))")
        } else if !providers.contains(.stripe) {
            guard providers.count > 1 else { return settings.defaultProvider = providers[0] }
            context.log.error(
                .defaultProviderNotListed, at: context.tree.span(field.key),
                "it is not clear which provider takes payments",
                help: "add `defaults: { provider: \(providers[0]) }`")
        }
    }

    private static func provider(
        _ text: String, at place: SourceSpan, _ context: inout ReadingContext
    ) -> ProviderName? {
        let name = ProviderName(rawValue: text)
        guard !ProviderName.known.contains(name) else { return name }
        let names = ProviderName.known.map(\.rawValue)
        context.log.error(
            .unknownProvider, at: place, "`\(Quoting.clipped(text))` is not a provider",
            help: NearestName.of(text, among: names).map { "did you mean `\($0)`?" }
                ?? "write \(KeyNames.list(names, "or"))")
        return nil
    }

    private static func warnIfNotAdapted(
        _ name: ProviderName, at place: SourceSpan, _ context: inout ReadingContext
    ) {
        guard !adapted.contains(name) else { return }
        context.log.warning(
            .providerWithoutAdapter, at: place, "this version cannot take payments through \(name) yet",
            help: "only stripe can be used")
    }
}

/// Names of time zones, as far as they can be judged without a computer's own list.
enum TimeZoneName {
    private static let areas = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
        "Etc",
    ]

    /// Reports a name that is not of the form `Area/City`, or `UTC`.
    static func check(_ field: Field, _ context: inout ReadingContext) {
        guard let node = context.scalar(field, "a time zone", example: "Europe/Berlin") else { return }
        let text = context.tree.string(node)
        guard text != "UTC" else { return }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isWord = { (part: String) in
            part.utf8.first?.isLetter == true && part.utf8.count <= 32
                && part.utf8.allSatisfy { $0.isLetter || $0.isDigit || [0x5F, 0x2D, 0x2B].contains($0) }
        }
        guard (2...3).contains(parts.count), areas.contains(parts[0]), parts.dropFirst().allSatisfy(isWord) else {
            let near = parts.count > 1 ? NearestName.of(parts[0], among: areas) : nil
            let isAreaWrong = near != nil && near != parts[0] && parts.dropFirst().allSatisfy(isWord)
            context.log.error(
                .unknownTimeZone, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not a time zone",
                help: isAreaWrong
                    ? "did you mean `\(([near ?? ""] + parts.dropFirst()).joined(separator: "/"))`?"
                    : text.uppercased() == "UTC"
                        ? "write `UTC`" : "write `UTC` or an area and a city, such as `Europe/Berlin`")
            return
        }
    }
}
