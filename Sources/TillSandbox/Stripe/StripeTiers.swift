/// The steps of a tiered price in one currency.
enum StripeTiers {
    static let fields: [StripeField] = [
        .required("up_to", .integerOr("inf", 1...1_000_000_000_000)), .optional("unit_amount", .amount),
        .optional("unit_amount_decimal", .decimal(places: 12)), .optional("flat_amount", .amount),
        .optional("flat_amount_decimal", .decimal(places: 12)),
    ]

    /// The steps as Stripe shows them: an end for each but the last, and both ways to write each amount.
    static func read(_ tiers: [JSONValue], _ currency: StripeCurrency, _ path: String) throws(StripeError) -> JSONValue
    {
        var read: [JSONValue] = []
        var last: Int64 = 0
        for (index, tier) in tiers.enumerated() {
            let path = "\(path)[\(index)]"
            let isLast = index == tiers.count - 1
            if let end = tier["up_to"].int {
                guard !isLast else {
                    throw .parameter("\(path)[up_to]", "The last tier must have `up_to` set to `inf`.")
                }
                guard end > last else {
                    throw .parameter("\(path)[up_to]", "Each tier must end above the one before it, at \(last).")
                }
                last = end
            } else if !isLast {
                throw .parameter("\(path)[up_to]", "Only the last tier may have `up_to` set to `inf`.")
            }
            let unit = try StripeUnitAmount.read(tier, "unit_amount", currency) { "\(path)[\($0)]" }
            let flat = try StripeUnitAmount.read(tier, "flat_amount", currency) { "\(path)[\($0)]" }
            guard unit != nil || flat != nil else {
                throw .parameter(path, "An entry in the tiers array is missing an amount.")
            }
            read.append([
                "flat_amount": .optional(flat?.whole), "flat_amount_decimal": .optional(flat?.decimal.text),
                "unit_amount": .optional(unit?.whole), "unit_amount_decimal": .optional(unit?.decimal.text),
                "up_to": .optional(tier["up_to"].int),
            ])
        }
        guard !read.isEmpty else { throw .missing(path) }
        return .array(read)
    }
}
