import TillModel

/// Reads amounts: `99.00 USD`, or `amount: 9900` with a currency beside it.
///
/// Digits go straight into 64 bits of minor units; no floating point is involved.
enum MoneyReader {
    /// The amount of a scalar such as `99.00 USD`.
    static func price(_ field: Field, _ context: inout ReadingContext) -> Money? {
        guard let node = context.scalar(field, "an amount with its currency", example: "99.00 USD") else { return nil }
        if let money = plainPrice(context.tree.bytes(node)) { return money }
        guard let (number, currency, place) = parts(node, field, allowsZero: false, &context) else { return nil }
        return money(number, currency, at: place, &context)
    }

    /// What one unit costs, where that may be nothing, or have six decimals more than the currency: `0.002 USD`.
    static func rate(_ field: Field, _ context: inout ReadingContext) -> UnitRate? {
        guard let node = context.scalar(field, "an amount with its currency", example: "0.002 USD") else { return nil }
        if let rate = plainRate(context.tree.bytes(node)) { return rate }
        guard let (number, currency, place) = parts(node, field, allowsZero: true, &context) else { return nil }
        let decimals = number.split(separator: ".").dropFirst().first?.utf8.count ?? 0
        guard decimals <= currency.exponent + 6 else {
            let most = currency.exponent + 6
            context.log.error(
                .tooPrecise, at: place,
                "`\(Quoting.clipped(number))` is too precise: what a unit costs has at most \(most) decimals in \(currency)",
                help:
                    "write `\(Quoting.clipped(DecimalText.shortened(number, decimals: most))) \(currency)` or another amount"
            )
            return nil
        }
        let digits = number.filter { $0 != "." } + String(repeating: "0", count: currency.exponent + 6 - decimals)
        guard let millionths = Int64(digits) else {
            reportTooLarge(number, most: .max / 1_000_000, at: place, &context)
            return nil
        }
        return UnitRate(millionthsOfMinorUnit: millionths, currency)
    }

    /// The amounts of a list, or of one scalar: one for each currency.
    static func amounts(_ field: Field, _ context: inout ReadingContext) -> [Money]? {
        oneOrMore(field, example: "[5.00 USD, 4.50 EUR]", currency: \.currency, &context) { price($0, &$1) }
    }

    /// The rates of a list, or of one scalar: one for each currency.
    static func rates(_ field: Field, _ context: inout ReadingContext) -> [UnitRate]? {
        oneOrMore(field, example: "[0.004 USD, 0.0035 EUR]", currency: \.currency, &context) { rate($0, &$1) }
    }

    private static func oneOrMore<Amount>(
        _ field: Field, example: String, currency: (Amount) -> Currency, _ context: inout ReadingContext,
        _ read: (Field, inout ReadingContext) -> Amount?
    ) -> [Amount]? {
        guard context.tree.nodes[field.value].kind == .sequence else { return read(field, &context).map { [$0] } }
        guard let items = context.items(field, of: "a list of amounts", example: example) else { return nil }
        guard !items.isEmpty else {
            context.reportEmptyList(field, example: example)
            return nil
        }
        let errors = context.log.errorCount
        var amounts: [Amount] = []
        for item in items {
            guard let amount = read(item, &context) else { continue }
            if amounts.contains(where: { currency($0) == currency(amount) }) {
                reportRepeated(currency(amount), item, &context)
            } else {
                amounts.append(amount)
            }
        }
        return context.log.errorCount == errors ? amounts : nil
    }

    /// Reports a second amount in one currency.
    static func reportRepeated(_ currency: Currency, _ item: Field, _ context: inout ReadingContext) {
        context.log.error(
            .repeatedCurrency, at: context.tree.span(item.value), "there is an amount in \(currency) already",
            help: "keep one amount for each currency")
    }

    /// The number and the currency of an amount, each checked; nil, and reported, when either is wrong.
    private static func parts(
        _ node: Int, _ field: Field, allowsZero: Bool, _ context: inout ReadingContext
    ) -> (number: String, currency: Currency, place: SourceSpan)? {
        let text = context.tree.string(node)
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2, DecimalText.isDecimal(words[0]) || DecimalText.respaced(text) == nil else {
            reportForm(text, words, node, field, &context)
            return nil
        }
        // Both halves are checked, so that two mistakes are told at once.
        let number = number(words[0], of: node, field, allowsZero: allowsZero, &context)
        let start = words[0].unicodeScalars.count + 1
        let currency = currency(
            words[1], at: context.tree.span(node, characters: start..<text.unicodeScalars.count), &context)
        guard let number, let currency else { return nil }
        return (number, currency, context.tree.span(node, characters: 0..<number.unicodeScalars.count))
    }

    /// The amount of a text without any mistake; nil for what needs a closer look.
    private static func plainPrice(_ text: ArraySlice<UInt8>) -> Money? {
        guard let space = text.firstIndex(of: 0x20), let first = text.first, first.isDigit,
            let currency = currency(plain: text[(space + 1)...])
        else { return nil }
        let point = text[..<space].firstIndex(of: 0x2E)
        let decimals = point.map { space - $0 - 1 } ?? 0
        let whole = (point ?? space) - text.startIndex
        guard decimals <= currency.exponent, point == nil || decimals > 0, whole == 1 || first != 0x30 else {
            return nil
        }
        // Eighteen digits fit 64 bits, whatever they are.
        guard whole + currency.exponent <= 18 else { return nil }
        var units: Int64 = 0
        for index in text.startIndex..<space where index != point {
            guard text[index].isDigit else { return nil }
            units = units * 10 + Int64(text[index] - 0x30)
        }
        for _ in decimals..<currency.exponent { units *= 10 }
        return units > 0 ? Money(minorUnits: units, currency) : nil
    }

    /// The rate of a text without any mistake; nil for what needs a closer look.
    private static func plainRate(_ text: ArraySlice<UInt8>) -> UnitRate? {
        guard let space = text.firstIndex(of: 0x20), let first = text.first, first.isDigit,
            let currency = currency(plain: text[(space + 1)...])
        else { return nil }
        let point = text[..<space].firstIndex(of: 0x2E)
        let decimals = point.map { space - $0 - 1 } ?? 0
        let whole = (point ?? space) - text.startIndex
        let most = currency.exponent + 6
        guard decimals <= most, point == nil || decimals > 0, whole == 1 || first != 0x30, whole + most <= 18 else {
            return nil
        }
        var millionths: Int64 = 0
        for index in text.startIndex..<space where index != point {
            guard text[index].isDigit else { return nil }
            millionths = millionths * 10 + Int64(text[index] - 0x30)
        }
        for _ in decimals..<most { millionths *= 10 }
        return UnitRate(millionthsOfMinorUnit: millionths, currency)
    }

    private static func currency(plain code: ArraySlice<UInt8>) -> Currency? {
        guard code.count == 3, code.allSatisfy({ $0.isLetter && $0 < 0x61 }) else { return nil }
        return Currency(utf8: code)
    }

    /// The amount of `amount: 9900`, which counts the currency's smallest units.
    static func minorUnits(_ field: Field, _ context: inout ReadingContext) -> Int64? {
        guard let node = context.scalar(field, "a whole number of minor units", example: "9900") else { return nil }
        let text = context.tree.string(node)
        let place = context.tree.span(node)
        let isPlain = context.tree.nodes[node].marks.contains(.plain)
        guard isPlain, WholeNumber.isPlain(text) else {
            if isPlain, text.contains("."), DecimalText.isDecimal(text) {
                context.log.error(
                    .fractionalAmount, at: place,
                    "`amount` counts whole minor units such as cents, found `\(Quoting.clipped(text))`",
                    help: "write whole units with their currency, as in `price: \(Quoting.clipped(text)) USD`, "
                        + "or minor units, as in `amount: 9900`")
            } else if text.contains(" ") {
                context.log.error(
                    .fractionalAmount, at: place,
                    "`amount` is a whole number without a currency, found `\(Quoting.clipped(text))`",
                    help: "write `price: \(Quoting.clipped(text))`, or `amount: 9900` with `currency: USD`")
            } else {
                context.log.error(
                    .notAWholeNumber, at: place,
                    "expected a whole number for `amount`, found \(context.tree.writtenForm(node))",
                    help: WholeNumber.remedy(text, isQuoted: !isPlain, field: field))
            }
            return nil
        }
        guard isPositive(text, at: place, allowsZero: false, field, &context) else { return nil }
        guard let units = Int64(text) else {
            reportTooLarge(text, at: place, &context)
            return nil
        }
        return units
    }

    /// A currency by its code, in upper case.
    static func currency(_ text: String, at place: SourceSpan, _ context: inout ReadingContext) -> Currency? {
        guard let currency = Currency(code: text) else {
            context.log.error(
                .unknownCurrency, at: place, "`\(Quoting.clipped(text))` is not a currency",
                help: NearestName.of(text, among: Currency.allCodes).map { "did you mean `\($0)`?" }
                    ?? "write the three letters of ISO 4217, such as `USD` or `EUR`")
            return nil
        }
        guard currency.code == text else {
            context.log.error(
                .lowerCaseCurrency, at: place, "a currency is written in upper case, found `\(text)`",
                help: "write `\(currency.code)`")
            return nil
        }
        return currency
    }

    /// A currency in a field of its own.
    static func currency(_ field: Field, _ context: inout ReadingContext) -> Currency? {
        guard let node = context.scalar(field, "a currency", example: "USD") else { return nil }
        return currency(context.tree.string(node), at: context.tree.span(node), &context)
    }
}

// MARK: - Numbers

extension MoneyReader {
    private static func number(
        _ text: String, of node: Int, _ field: Field, allowsZero: Bool, _ context: inout ReadingContext
    ) -> String? {
        let place = context.tree.span(node, characters: 0..<text.unicodeScalars.count)
        guard DecimalText.isDecimal(text) else {
            if let plain = DecimalText.withoutGrouping(text) {
                reportGrouping(plain, at: place, &context)
            } else {
                context.log.error(
                    .unreadablePrice, at: place, "`\(Quoting.clipped(text))` is not a plain decimal number",
                    help:
                        formHelp(field)
                )
            }
            return nil
        }
        return isPositive(text, at: place, allowsZero: allowsZero, field, &context) ? text : nil
    }

    private static func money(
        _ number: String, _ currency: Currency, at place: SourceSpan, _ context: inout ReadingContext
    ) -> Money? {
        do {
            return try Money(decimal: number, currency)
        } catch {
            switch error {
            case .tooPrecise:
                let decimals = currency.exponent == 0 ? "no decimals" : "\(currency.exponent) decimals"
                let shorter = DecimalText.shortened(number, decimals: currency.exponent)
                context.log.error(
                    .tooPrecise, at: place,
                    "`\(Quoting.clipped(number))` is too precise: \(currency) has \(decimals)",
                    help:
                        "write `\(Quoting.clipped(shorter)) \(currency)` or another amount")
            case .overflow, .notADecimal, .currencyMismatch: reportTooLarge(number, at: place, &context)
            }
            return nil
        }
    }

    private static func isPositive(
        _ number: String, at place: SourceSpan, allowsZero: Bool, _ field: Field, _ context: inout ReadingContext
    ) -> Bool {
        guard !number.hasPrefix("-") else {
            context.log.error(
                .negativeAmount, at: place, "a price cannot be negative",
                help: "write what the buyer pays; reductions are coupons")
            return false
        }
        guard allowsZero || number.utf8.contains(where: { $0 != 0x30 && $0 != 0x2E }) else {
            context.log.error(
                .freePrice, at: place, "an amount of nothing",
                help: field.name == "price" || field.name == "amount"
                    ? "write `price: free` for what costs nothing" : "write an amount above zero, or remove it")
            return false
        }
        return true
    }

    static func reportTooLarge(
        _ number: String, most: Int64 = .max, at place: SourceSpan, _ context: inout ReadingContext
    ) {
        context.log.error(
            .amountTooLarge, at: place, "the amount `\(Quoting.clipped(number))` is too large",
            help: "the most is \(most) of the currency's smallest units")
    }

    private static func reportGrouping(_ plain: String, at place: SourceSpan, _ context: inout ReadingContext) {
        context.log.error(
            .digitGrouping, at: place,
            "an amount is written without separators between its digits, and with a decimal point",
            help: "write `\(Quoting.clipped(plain))`")
    }

    private static func formHelp(_ field: Field) -> String {
        "write digits with a decimal point, then one space and the currency, as in " + field.written("99.00 USD")
    }

    /// Reports a scalar that is not two words.
    private static func reportForm(
        _ text: String, _ words: [String], _ node: Int, _ field: Field, _ context: inout ReadingContext
    ) {
        let place = context.tree.span(node)
        let shown = Quoting.clipped(text)
        if DecimalText.isDecimal(text) {
            let example = field.written(shown + (WholeNumber.isPlain(text) ? ".00 USD" : " USD"))
            context.log.error(
                .priceWithoutCurrency, at: place, "`\(shown)` says neither a currency nor whether cents are meant",
                help:
                    "write whole units with their currency, as in \(example)"
                    + (field.name == "price" && !field.isItem
                        ? ", or minor units, as in `amount: 9900` with `currency: USD`" : ""))
            return
        }
        if let last = words.last, words.count > 1,
            let plain = DecimalText.withoutGrouping(words.dropLast().joined(separator: " ")),
            last.utf8.allSatisfy(\.isLetter), !last.isEmpty
        {
            return reportGrouping("\(plain) \(last)", at: place, &context)
        }
        if let plain = DecimalText.withoutGrouping(text) { return reportGrouping("\(plain) USD", at: place, &context) }
        context.log.error(
            .unreadablePrice, at: place, "`\(shown)` is not an amount with its currency",
            help: DecimalText.respaced(text).map { "write \(field.written($0)), with one space" }
                ?? formHelp(field)
        )
    }
}
