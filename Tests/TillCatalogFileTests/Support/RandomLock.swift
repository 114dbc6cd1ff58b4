import Foundation
import TillModel
import TillTesting

@testable import TillCatalogFile

/// Makes locks of any shape that a file may have.
enum RandomLock {
    static func make(_ random: inout SeededRandom) -> Lockfile {
        var providers: [ProviderName: LockedProvider] = [:]
        for name in ProviderName.known where Bool.random(using: &random) {
            providers[name] = provider(name, &random)
        }
        let waivers = (0..<Int.random(in: 0...2, using: &random)).map { number in
            // Their order is that of time.
            Lockfile.Waiver(
                at: instant(&random, in: Int64(number) * 1_000..<Int64(number + 1) * 1_000), rule: "max_change",
                reason: text(&random))
        }
        return Lockfile(
            environment: ["test", "live", "staging"].randomElement(using: &random) ?? "test",
            serial: Int.random(in: 0...Int.max, using: &random), providers: providers, waivers: waivers)
    }

    private static func provider(_ name: ProviderName, _ random: inout SeededRandom) -> LockedProvider {
        var objects: [CatalogObjectKey: AppliedObject] = [:]
        for number in 0..<Int.random(in: 0...6, using: &random) {
            let key = key(number, &random)
            objects[key] = object(key, number, &random)
        }
        let retired = (0..<Int.random(in: 0...4, using: &random)).map { number in
            let key = key(number, &random)
            return RetiredObject(
                key: key, id: id(key, number, &random), generation: Int.random(in: 1...9, using: &random),
                until: instant(&random, in: Int64(number) * 1_000_000..<Int64(number + 1) * 1_000_000),
                reason: text(&random))
        }
        return LockedProvider(
            account: Bool.random(using: &random) ? "acct_\(Int.random(in: 0...99, using: &random))" : nil,
            mode: Mode.allCases.randomElement(using: &random) ?? .test, version: "2026-10-28.endive", objects: objects,
            retired: retired)
    }

    private static func key(_ number: Int, _ random: inout SeededRandom) -> CatalogObjectKey {
        switch CatalogObjectKey.Kind.allCases.randomElement(using: &random) ?? .price {
        case .price: CatalogObjectKey(.price, Bool.random(using: &random) ? "pro/m_\(number)" : "pro-\(number)")
        case .promotionCode: CatalogObjectKey(.promotionCode, "LAUNCH/CODE-\(number)")
        case let kind: CatalogObjectKey(kind, "a-\(number)_b")
        }
    }

    private static func object(
        _ key: CatalogObjectKey, _ number: Int, _ random: inout SeededRandom
    ) -> AppliedObject {
        var terms: PriceTerms?
        if key.kind == .price, Bool.random(using: &random) {
            terms = PriceTerms(
                amount: Money(
                    minorUnits: Int64.random(in: 0...Int64.max, using: &random),
                    [.usd, .eur, .jpy].randomElement(using: &random) ?? .usd),
                interval: BillingInterval.Unit.allCases.randomElement(using: &random).flatMap {
                    Bool.random(using: &random)
                        ? BillingInterval($0, count: Int.random(in: 1...36, using: &random)) : nil
                })
        }
        var fields: [String: CatalogValue] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &random) { fields[name(&random)] = value(&random, depth: 0) }
        return AppliedObject(
            id: id(key, number, &random), generation: Int.random(in: 1...Int.max, using: &random), fields: fields,
            terms: terms,
            verifiedAt: Bool.random(using: &random) ? instant(&random, in: 0..<253_402_300_799_000) : nil)
    }

    private static func id(_ key: CatalogObjectKey, _ number: Int, _ random: inout SeededRandom) -> String {
        (key.kind == .price ? "price_" : "") + "\(number)#\(Int.random(in: 0...999, using: &random))"
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> CatalogValue {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &random) {
        case 0: .nothing
        case 1: .flag(Bool.random(using: &random))
        case 2: .number(Int64.random(in: Int64.min...Int64.max, using: &random))
        case 3: .text(text(&random))
        case 4: .reference(key(Int.random(in: 0...9, using: &random), &random))
        case 5: .remote("prod_\(Int.random(in: 0...99, using: &random))")
        case 6: .list((0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default:
            .fields(
                Dictionary(
                    (0..<Int.random(in: 0...3, using: &random)).map { _ in
                        (name(&random), value(&random, depth: depth + 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// A field's name, which never begins as a pointer's does.
    private static func name(_ random: inout SeededRandom) -> String {
        let text = text(&random)
        return text.hasPrefix("$") || text.isEmpty ? "name" : text
    }

    private static func text(_ random: inout SeededRandom) -> String {
        String(
            String.UnicodeScalarView(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    scalars.randomElement(using: &random) ?? "a"
                }))
    }

    /// What has a meaning in JSON, in YAML or to a terminal, and what has none.
    private static let scalars: [Unicode.Scalar] =
        Array("abcXYZ019 \"\\/'{}[]:,#&*!|>%@`?-~$<=._\n\r\t\0\u{1}\u{1B}\u{7F}\u{85}\u{A0}\u{AD}".unicodeScalars)
        + [
            "ä", "é", "e", "\u{301}", "\u{2028}", "\u{2029}", "\u{200E}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
            "\u{E000}",
        ]
        + ["\u{D7FF}", "\u{FFFD}", "\u{10000}", "\u{1F600}", "\u{10FFFF}", "\u{1FFFE}"]

    private static func instant(_ random: inout SeededRandom, in range: Range<Int64>) -> Date {
        Date(millisecondsSince1970: Int64.random(in: range, using: &random))
    }
}
