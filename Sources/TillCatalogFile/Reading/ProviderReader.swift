import TillModel

/// Reads which providers take payments, and their settings.
enum ProviderReader {
    /// A provider with the place where it is named.
    typealias Placed = (name: ProviderName, place: SourceSpan)

    /// Providers that payments can be taken through.
    private static let adapted: Set<ProviderName> = [.stripe]

    /// A list of providers.
    static func names(_ field: Field, _ context: inout ReadingContext) -> [ProviderName] {
        context.names(field, of: "a list of providers", example: "[stripe]").compactMap { text, place in
            let name = name(text, at: place, &context)
            if let name {
                context.references.append(
                    Reference(name: name.rawValue, target: .provider, place: place, owner: Owner(field.title)))
            }
            return name
        }
    }

    /// One provider, or a list of them.
    static func oneOrMore(_ field: Field, _ context: inout ReadingContext) -> [Placed] {
        guard context.tree.nodes[field.value].kind == .sequence else {
            guard let node = context.scalar(field, "a provider", example: "stripe") else { return [] }
            let place = context.tree.span(node)
            return name(context.tree.string(node), at: place, &context).map { [($0, place)] } ?? []
        }
        return context.names(field, of: "a list of providers", example: "[stripe, paddle]").compactMap { text, place in
            name(text, at: place, &context).map { ($0, place) }
        }
    }

    /// The providers a file lists, and who of them takes payments.
    static func read(
        _ field: Field?, preferred: [Placed]?, into settings: inout Settings, _ context: inout ReadingContext
    ) {
        guard let field else {
            guard let preferred, !preferred.isEmpty else { return }
            settings.defaultProviders = preferred.map(\.name)
            settings.providers = preferred.map { ProviderSettings(name: $0.name) }
            for (name, place) in preferred { warnIfNotAdapted(name, at: place, &context) }
            return
        }
        let errors = context.log.errorCount
        guard let entries = context.entries(field, example: "{ stripe: {} }"), !context.isSettled(field.value) else {
            return
        }
        let providers = entries.compactMap { provider($0, &context) }
        guard context.log.errorCount == errors else {
            // References to what is written are not second mistakes.
            settings.providers = providers
            return
        }
        guard let first = providers.first else {
            context.log.error(
                .emptyValue, at: context.tree.span(field.key), "`providers` lists none",
                help: "as in `providers: { stripe: {} }`, or remove the key")
            return
        }
        settings.providers = providers
        let names = providers.map(\.name)
        if let preferred, !preferred.isEmpty {
            settings.defaultProviders = preferred.map(\.name)
            for (name, place) in preferred where !names.contains(name) {
                context.log.error(
                    .defaultProviderNotListed, at: place, "`\(name)` is not listed under `providers`",
                    help: "add `\(name): {}` there, or choose \(KeyNames.list(names.map(\.rawValue), "or"))")
            }
        } else if !names.contains(.stripe) {
            settings.defaultProviders = [first.name]
            guard providers.count > 1 else { return }
            context.log.error(
                .defaultProviderNotListed, at: context.tree.span(field.key),
                "it is not clear which provider takes payments",
                help: "add `defaults: { provider: \(first.name) }`")
        }
    }

    private static func name(
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

// MARK: - One provider's settings

extension ProviderReader {
    private static func provider(_ entry: Field, _ context: inout ReadingContext) -> ProviderSettings? {
        let place = context.tree.span(entry.key)
        guard !context.isSettled(entry.key), let name = name(entry.name, at: place, &context) else { return nil }
        warnIfNotAdapted(name, at: place, &context)
        guard let fields = context.fields(entry, of: Owner("provider", key: name.rawValue), .provider) else {
            return nil
        }
        let modes = fields[.environments].map { field in
            (context.items(field, of: "a list of environments", example: "[dev, test]") ?? []).compactMap {
                context.word($0, [("dev", Mode.dev), ("test", .test), ("live", .live)])
            }
        }
        return ProviderSettings(
            name: name, accounts: fields[.account].map { accounts($0, of: name, &context) } ?? [:],
            modes: modes ?? Mode.allCases,
            countries: fields[.countries].flatMap { CountryReader.countries($0, &context) } ?? [],
            events: fields[.events].flatMap { events($0, &context) } ?? [:],
            portal: fields[.portal].flatMap { PortalReader.portal($0, of: name, &context) })
    }

    private static func accounts(
        _ field: Field, of name: ProviderName, _ context: inout ReadingContext
    ) -> [Mode: String] {
        guard name == .stripe else { return [:] }
        return RemoteIDReader.byMode(field, .account, &context).mapValues(\.id)
    }

    /// The provider's own events, and the team's events they become.
    private static func events(_ field: Field, _ context: inout ReadingContext) -> [String: String]? {
        guard
            let entries = context.entries(field, example: "{ invoice.upcoming: subscription.renewal_announced }")
        else { return nil }
        var result: [String: String] = [:]
        for entry in entries where !context.isSettled(entry.key) {
            guard let event = context.text(entry, example: "subscription.renewal_announced") else { continue }
            if EventKind.reservedNames.contains(event) {
                // Only Till's own rules may say that money moved.
                context.log.error(
                    .reservedEvent, at: context.tree.span(entry.value),
                    "`\(Quoting.clipped(event))` is Till's own event, which a provider's event cannot become",
                    help: "choose a name of your own, such as `\(Quoting.clipped(event))_announced`")
            } else if !isEventName(event) {
                context.log.error(
                    .badEventName, at: context.tree.span(entry.value),
                    "`\(Quoting.clipped(event))` is not the name of an event",
                    help: "write what it is of and what happened, as in `subscription.renewal_announced`")
            } else {
                result[entry.name] = event
            }
        }
        return result
    }

    private static func isEventName(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 80
            && parts.allSatisfy { part in
                part.utf8.first?.isLetter == true
                    && part.utf8.allSatisfy { $0.isDigit || ($0.isLetter && $0 >= 0x61) || $0 == 0x5F }
            }
    }
}
