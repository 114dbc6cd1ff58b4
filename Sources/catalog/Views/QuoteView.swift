import TillModel

/// A quote for a person: a table with the steps under each row, then the sums.
enum QuoteView {
    static func text(_ quote: Quote) -> String {
        let parts = [rows(quote.lines), sums(quote), coupons(quote), notes(quote)]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static func rows(_ lines: [QuoteLine]) -> [String] {
        let table = TextTable.render(
            ["ITEM", "QUANTITY", "EACH", "LISTED", "DISCOUNT", "TAX", "TOTAL"],
            lines.map { line in
                [
                    line.kind == .setupFee ? "\(line.reference), setup fee" : line.reference,
                    quantity(line),
                    line.unitAmount, line.subtotal.description, negative(line.discount),
                    line.tax.description + (line.taxBehavior == .inclusive && !line.tax.isZero ? ", included" : ""),
                    line.total.description + (line.interval.map { " every \($0)" } ?? ""),
                ]
            }
        ).split(separator: "\n").map(String.init)
        return zip(table, [[]] + lines.map(\.explanation)).flatMap { row, steps in [row] + steps.map { "    \($0)" } }
    }

    private static func quantity(_ line: QuoteLine) -> String {
        let unit = line.unit.map { " " + PriceWords.plural($0, Int(clamping: line.quantity)) } ?? ""
        return "\(line.quantity)\(unit)\(line.isEstimate ? ", expected" : "")"
    }

    private static func sums(_ quote: Quote) -> [String] {
        var sums = [("Subtotal", quote.subtotal.description)]
        if !quote.discount.isZero { sums.append(("Discount", negative(quote.discount))) }
        if !quote.tax.isZero { sums.append(("Tax", quote.tax.description)) }
        if !quote.taxIncluded.isZero { sums.append(("of it included", quote.taxIncluded.description)) }
        sums.append(("Total", quote.total.description))
        sums.append(("Due today", quote.dueNow.description))
        if let renewal = quote.renewal { sums.append(("Then every \(renewal.interval)", renewal.total.description)) }
        let label = sums.map(\.0.count).max() ?? 0
        let amount = sums.map(\.1.count).max() ?? 0
        return sums.map { name, value in
            name + String(repeating: " ", count: label - name.count + 2 + amount - value.count) + value
        }
    }

    private static func coupons(_ quote: Quote) -> [String] {
        quote.coupons.map { coupon in
            let effect = coupon.trialDays.map { "\($0) days before the first payment" } ?? negative(coupon.amount)
            return "Coupon \(coupon.code ?? coupon.name): \(effect)"
        }
            + quote.refusedCoupons.map { "Not used: \($0.message) (\($0.reason))" }
    }

    private static func notes(_ quote: Quote) -> [String] {
        quote.explanation + (quote.renewal?.explanation ?? []).map { "\($0)." }
    }

    private static func negative(_ amount: Money) -> String { amount.isZero ? "\(amount)" : "−\(amount)" }
}

/// Why a cart has no price, for a program.
struct QuoteErrorAnswer: Encodable {
    let code: String
    let message: String
    let field: String

    init(_ error: QuoteError) {
        code = error.code.description
        message = error.description
        field = error.field
    }
}
