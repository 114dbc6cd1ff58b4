import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads the values of a lock file.
enum LockReader {
    /// What to do about a file that nobody writes by hand.
    static let help = "restore it from version control"

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
        let serial = context.require(.serial, in: fields).flatMap {
            context.wholeNumber($0, in: 0...Int64.max, example: "1")
        }
        var providers: [ProviderName: LockedProvider] = [:]
        if let field = context.require(.providers, in: fields) {
            for entry in context.entries(field, example: "{}") ?? [] {
                guard let name = provider(entry, &context) else { continue }
                providers[name] = LockedProviderReader.read(entry, of: name, &context)
            }
        }
        var waivers: [Lockfile.Waiver] = []
        if let field = fields[.waivers] {
            waivers = (context.items(field, of: "a list", example: "[]") ?? []).compactMap { waiver($0, &context) }
        }
        guard let environment, let serial else { return nil }
        return Lockfile(environment: environment, serial: Int(serial), providers: providers, waivers: waivers)
    }

    /// An instant as the writer spells it.
    static func instant(_ field: Field, _ context: inout ReadingContext) -> Date? {
        guard let text = context.text(field, example: "\"2026-11-21T18:00:00.000Z\"") else { return nil }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard text.utf8.count == 24, let date = try? style.parse(text),
            case let kept = Date(millisecondsSince1970: date.millisecondsSince1970), kept.rfc3339 == text
        else {
            context.log.error(
                .badDate, at: context.tree.span(field.value), "`\(Quoting.clipped(text))` is not an instant", help: help
            )
            return nil
        }
        return kept
    }

    private static func hasSupportedVersion(_ fields: Fields, _ context: inout ReadingContext) -> Bool {
        guard let field = context.require(.version, in: fields),
            let version = context.digits(field, example: "\(Lockfile.supportedVersion)")
        else { return false }
        guard version != "\(Lockfile.supportedVersion)" else { return true }
        context.log.error(
            .lockVersion, at: context.tree.span(field.value),
            "version \(Quoting.clipped(version)) of the lock file is not supported",
            help: version == "1"
                ? "make a new one from what the providers have: `catalog pull --rebuild-lock`"
                : "use the version of the program that wrote it")
        return false
    }

    private static func provider(_ entry: Field, _ context: inout ReadingContext) -> ProviderName? {
        let name = ProviderName(rawValue: entry.name)
        guard ProviderName.known.contains(name) else {
            context.log.error(
                .unknownProvider, at: context.tree.span(entry.key),
                "`\(Quoting.clipped(entry.name))` is not a provider",
                help: NearestName.of(entry.name, among: ProviderName.known.map(\.rawValue)).map {
                    "did you mean `\($0)`?"
                }
                    ?? help)
            return nil
        }
        return name
    }

    private static func waiver(_ item: Field, _ context: inout ReadingContext) -> Lockfile.Waiver? {
        guard let fields = context.fields(item, of: "a waiver", .lockedWaiver) else { return nil }
        let at = context.require(.at, in: fields).flatMap { instant($0, &context) }
        let reason = context.require(.reason, in: fields).flatMap { LockedValueReader.text($0, &context) }
        let rule = context.require(.rule, in: fields).flatMap { context.text($0) }
        guard let at, let reason, let rule else { return nil }
        return Lockfile.Waiver(at: at, rule: rule, reason: reason)
    }
}
