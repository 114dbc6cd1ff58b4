/// What there is to say of a whole quote, a sentence each.
struct QuoteExplanation {
    let catalog: Catalog
    let place: BuyerPlace

    func sentences(
        _ amounts: QuoteAmounts, _ lines: [QuoteLine], dueNow: Money, _ renewal: Quote.Renewal?
    ) -> [String] {
        var sentences: [String] = []
        if let sum = sum(amounts) { sentences.append(sum) }
        if amounts.taxIncluded > 0 {
            sentences.append("The prices contain \(amounts.money(amounts.taxIncluded)) of tax.")
        }
        if let tax = untaxed(amounts) { sentences.append(tax) }
        sentences += today(lines, dueNow: dueNow, total: amounts.money(amounts.total))
        if let renewal {
            let about = renewal.isEstimate ? "about " : ""
            sentences.append("Then \(about)\(renewal.total) every \(renewal.interval).")
        }
        return sentences
    }

    /// How one gets from the subtotal to the total; nil where they are the same.
    private func sum(_ amounts: QuoteAmounts) -> String? {
        let added = amounts.tax - amounts.taxIncluded
        guard amounts.discount > 0 || added > 0 else { return nil }
        var text = "\(amounts.money(amounts.subtotal))"
        if amounts.discount > 0 { text += " − \(amounts.money(amounts.discount)) of discount" }
        if added > 0 { text += " + \(amounts.money(added)) of tax" }
        return "\(text) = \(amounts.money(amounts.total))."
    }

    /// Said only where the catalog knows taxes: elsewhere they are the provider's business.
    private func untaxed(_ amounts: QuoteAmounts) -> String? {
        guard !catalog.contents.taxes.isEmpty,
            amounts.taxes.contains(where: { $0.behavior == .exclusive && $0.rate == nil })
        else { return nil }
        guard let name = place.name else { return "Tax is not included: the buyer's country is not known." }
        return "Tax is not included: the catalog knows no rate for \(name)."
    }

    private func today(_ lines: [QuoteLine], dueNow: Money, total: Money) -> [String] {
        guard dueNow != total || lines.contains(where: { $0.isEstimate || $0.trialDays != nil }) else { return [] }
        var reasons: [String] = []
        if let days = lines.compactMap(\.trialDays).max() { reasons.append("after a trial of \(days) days") }
        if lines.contains(where: \.isEstimate) { reasons.append("as it is used") }
        return ["Due today: \(dueNow); the rest \(reasons.joined(separator: " or "))."]
    }
}
