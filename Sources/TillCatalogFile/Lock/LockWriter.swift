import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Lockfile {
    /// The file's text: sorted keys, one entry on a line.
    package var json: String { LockWriter.text(self) }
}

/// Writes lock files; the same lock is always the same text.
enum LockWriter {
    private typealias Members = [(name: String, value: String)]

    static func text(_ lock: Lockfile) -> String {
        var members: Members = [
            ("environment", quoted(lock.environment)),
            ("providers", block(lock.providers.map { ($0.key.rawValue, provider($0.value)) }, indent: 1)),
            ("serial", "\(lock.serial)"),
            ("version", "\(Lockfile.supportedVersion)"),
        ]
        if !lock.waivers.isEmpty { members.append(("waivers", list(waivers(lock), indent: 1))) }
        return block(members, indent: 0) + "\n"
    }

    private static func waivers(_ lock: Lockfile) -> [String] {
        let ordered = lock.waivers.sorted { ($0.at, $0.rule, $0.reason) < ($1.at, $1.rule, $1.reason) }
        return ordered.map { waiver in
            line([
                ("at", instant(waiver.at)), ("reason", quoted(waiver.reason)), ("rule", quoted(waiver.rule)),
            ])
        }
    }

    private static func provider(_ provider: LockedProvider) -> String {
        var members: Members = [
            ("mode", quoted(provider.mode.rawValue)),
            ("objects", block(provider.objects.map { ($0.key.description, object($0.value)) }, indent: 3)),
            ("retired", list(retired(provider), indent: 3)),
            ("version", quoted(provider.version)),
        ]
        if let account = provider.account { members.append(("account", quoted(account))) }
        return block(members, indent: 2)
    }

    private static func object(_ object: AppliedObject) -> String {
        var members: Members = [
            ("fields", value(.fields(object.fields))), ("generation", "\(object.generation)"),
            ("id", quoted(object.id)),
        ]
        if let terms = object.terms {
            members.append(("amount", "\(terms.amount.minorUnits)"))
            members.append(("currency", quoted(terms.amount.currency.code)))
            if let interval = terms.interval {
                let parts = [("count", "\(interval.count)"), ("unit", quoted(interval.unit.rawValue))]
                members.append(("interval", line(parts)))
            }
        }
        if let verified = object.verifiedAt { members.append(("verified", instant(verified))) }
        return line(members)
    }

    /// The latest comes last, where the next one will be added.
    private static func retired(_ provider: LockedProvider) -> [String] {
        let ordered = provider.retired.sorted {
            ($0.until, $0.key, $0.generation, $0.id, $0.reason) < ($1.until, $1.key, $1.generation, $1.id, $1.reason)
        }
        return ordered.map { object in
            line([
                ("generation", "\(object.generation)"), ("id", quoted(object.id)),
                ("key", quoted(object.key.description)), ("reason", quoted(object.reason)),
                ("until", instant(object.until)),
            ])
        }
    }

    private static func value(_ value: CatalogValue) -> String {
        switch value {
        case .nothing: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): "\(number)"
        case .text(let text): quoted(text)
        case .list(let list): "[\(list.map(Self.value).joined(separator: ", "))]"
        case .fields(let fields): line(fields.map { ($0.key, Self.value($0.value)) })
        case .reference(let key): line([(CatalogValue.referenceName, quoted(key.description))])
        case .remote(let id): line([(CatalogValue.remoteName, quoted(id))])
        }
    }
}

// MARK: - JSON

extension LockWriter {
    /// An object with each member on a line of its own.
    private static func block(_ members: Members, indent: Int) -> String {
        lines(sorted(members), between: "{", and: "}", indent: indent)
    }

    /// A list with each item on a line of its own.
    private static func list(_ items: [String], indent: Int) -> String {
        lines(items, between: "[", and: "]", indent: indent)
    }

    /// An object on one line.
    private static func line(_ members: Members) -> String {
        members.isEmpty ? "{}" : "{ \(sorted(members).joined(separator: ", ")) }"
    }

    private static func sorted(_ members: Members) -> [String] {
        // By bytes, so that two names that look alike have an order too.
        members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map {
            "\(quoted($0.name)): \($0.value)"
        }
    }

    private static func lines(_ items: [String], between start: String, and end: String, indent: Int) -> String {
        guard !items.isEmpty else { return start + end }
        let outer = String(repeating: "  ", count: indent)
        return "\(start)\n\(items.map { "\(outer)  \($0)" }.joined(separator: ",\n"))\n\(outer)\(end)"
    }

    /// An instant in whole milliseconds.
    private static func instant(_ date: Date) -> String {
        quoted(Date(millisecondsSince1970: date.millisecondsSince1970).rfc3339)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where TextFault.isControl(scalar.value) || lineBreaks.contains(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// What YAML would take for the end of a line or of a file, though it is none in JSON.
    private static let lineBreaks: Set<Unicode.Scalar> = [
        "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}",
    ]
}
