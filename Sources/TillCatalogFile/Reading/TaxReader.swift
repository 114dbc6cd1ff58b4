import TillModel

/// Reads taxes by country and region.
enum TaxReader {
    /// The taxes; nil when the section cannot be read.
    static func taxes(_ field: Field, _ context: inout ReadingContext) -> [String: TaxRate]? {
        guard let entries = context.entries(field, example: "{ DE: 19, US-CA: 7.25 }") else { return nil }
        var result: [String: TaxRate] = [:]
        for entry in entries where !context.isSettled(entry.key) {
            let isRegion = checkRegion(entry, &context)
            let rate = rate(entry, &context)
            if isRegion, let rate { result[entry.name] = rate }
        }
        if !entries.isEmpty {
            context.log.warningOnce(
                .taxesUnused, at: context.tree.span(field.key),
                "taxes count in quotes, but a checkout of this version does not add them",
                help: "buyers pay the price as it is listed; write `tax: inclusive` where tax is in it")
        }
        return result
    }

    private static func rate(_ entry: Field, _ context: inout ReadingContext) -> TaxRate? {
        guard context.tree.nodes[entry.value].kind == .mapping else {
            return context.percentage(entry, in: 0...1_000_000, example: "19").map { TaxRate(rate: $0) }
        }
        guard let fields = context.fields(entry, of: Owner("tax", key: entry.name), .taxRate) else { return nil }
        let rate = context.require(.rate, in: fields).flatMap {
            context.percentage($0, in: 0...1_000_000, example: "20")
        }
        let name = fields[.name].flatMap { context.text($0, example: "VAT") }
        var codes: [String: Percentage] = [:]
        for code in fields[.codes].flatMap({ context.entries($0, example: "{ books: 5.5 }") }) ?? []
        where !context.isSettled(code.key) {
            codes[code.name] = context.percentage(code, in: 0...1_000_000, example: "5.5")
        }
        return rate.map { TaxRate(name: name, rate: $0, codes: codes) }
    }

    /// A country, or a country and a part of it: `DE`, `US-CA`.
    private static func checkRegion(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        let place = context.tree.span(entry.key)
        let parts = entry.name.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard CountryReader.country(parts.first ?? "", at: place, &context) != nil else { return false }
        guard parts.count == 2 else { return true }
        let region = parts[1].utf8
        guard (1...3).contains(region.count), region.allSatisfy({ $0.isDigit || ($0.isLetter && $0 < 0x61) }) else {
            context.log.error(
                .badRegion, at: place, "`\(Quoting.clipped(entry.name))` is not a country or a region of one",
                help: "write ISO 3166-2's code in upper case, such as `US-CA`")
            return false
        }
        return true
    }
}
