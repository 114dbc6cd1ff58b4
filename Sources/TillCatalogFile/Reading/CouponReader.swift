import TillModel

/// Checks coupons, which this version reads but does not apply.
struct CouponReader {
    private static let keys = ["percent_off", "amount_off", "until", "products", "max_redemptions"]

    /// The keys of all products.
    let products: ProductKeys

    /// Checks every coupon of a file and says once that none is applied.
    func check(_ field: Field, _ context: inout ReadingContext) {
        let example = "{ LAUNCH20: { percent_off: 20 } }"
        guard let entries = context.entries(field, example: example) else { return }
        for entry in entries where KeyForm.checkCode(entry, &context) {
            check(coupon: entry, &context)
        }
        guard !entries.isEmpty else { return }
        context.log.warning(
            .couponsUnused, at: context.tree.span(field.key), "coupons are read but not applied by this version",
            help: "buyers cannot redeem them yet")
    }

    private func check(coupon entry: Field, _ context: inout ReadingContext) {
        let owner = Owner("coupon", key: entry.name)
        guard
            let fields = context.fields(entry, of: owner, allowed: CouponReader.keys, example: "{ percent_off: 20 }")
        else { return }
        checkReduction(fields, &context)
        if let field = fields["until"] { checkDate(field, &context) }
        if let field = fields["products"] { checkProducts(field, &context) }
        if let field = fields["max_redemptions"] {
            _ = context.wholeNumber(field, in: 1...Int64(Int32.max), example: "100")
        }
    }

    private func checkReduction(_ fields: Fields, _ context: inout ReadingContext) {
        if let percent = fields["percent_off"] { checkPercentage(percent, &context) }
        if let amount = fields["amount_off"] { _ = MoneyReader.price(amount, &context) }
        if let percent = fields["percent_off"], let amount = fields["amount_off"] {
            context.log.error(
                .couponReduction, at: context.tree.span(amount.key),
                "\(fields.owner) has both `percent_off` and `amount_off`", help: "keep one",
                earlier: .init(what: "`percent_off` is", span: context.tree.span(percent.key)))
        } else if !fields.mayHave("percent_off"), !fields.mayHave("amount_off") {
            context.log.error(
                .couponReduction, at: fields.place, "\(fields.owner) takes nothing off",
                help: "add `percent_off: 20` or `amount_off: 5.00 USD`")
        }
    }

    private func checkPercentage(_ field: Field, _ context: inout ReadingContext) {
        guard let node = context.scalar(field, "a percentage", example: "20") else { return }
        let text = context.tree.string(node)
        guard context.tree.nodes[node].marks.contains(.plain), let hundredths = hundredths(text),
            (1...10_000).contains(hundredths)
        else {
            context.log.error(
                .badPercentage, at: context.tree.span(node),
                "expected a percentage above 0 and up to 100, found \(context.tree.writtenForm(node))",
                help: "write a number without a sign, with two decimals at most, as in `percent_off: 20`")
            return
        }
    }

    private func hundredths(_ text: String) -> Int? {
        guard DecimalText.isDecimal(text), text.utf8.count <= 6 else { return nil }
        let parts = text.split(separator: ".")
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.utf8.count <= 2 else { return nil }
        return Int(parts[0] + decimals + String(repeating: "0", count: 2 - decimals.utf8.count))
    }

    private func checkDate(_ field: Field, _ context: inout ReadingContext) {
        guard let node = context.scalar(field, "a date", example: "2027-01-01") else { return }
        let text = context.tree.string(node)
        guard !CalendarDate.isDate(text) else { return }
        context.log.error(
            .badDate, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not a date",
            help: "write year, month and day, as in `\(field.name): 2027-01-01`")
    }

    private func checkProducts(_ field: Field, _ context: inout ReadingContext) {
        for item in context.items(field, of: "a list of product keys", example: "[pro]") ?? [] {
            guard let key = context.text(item), !products.mayContain(key) else { continue }
            context.log.error(
                .unknownCouponProduct, at: context.tree.span(item.value),
                "there is no product `\(Quoting.clipped(key))`",
                help: products.hint(for: key))
        }
    }
}

/// Dates of the calendar, as ISO 8601 writes them.
enum CalendarDate {
    /// Whether a text is a day that exists, as `2027-01-01`.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return year >= 1970 && (1...days[month - 1]).contains(day)
    }
}
