/// What has to fit together in a discount, whatever request it came from.
enum PaddleDiscountRules {
    /// Refuses a discount whose parts contradict each other.
    static func check(_ discount: JSONValue) throws(PaddleError) {
        let amount = discount["amount"].string ?? ""
        if discount["type"] == "percentage" {
            guard isPercentage(amount) else {
                throw .invalidField("amount", "must be a percentage from 0.01 to 100. Provided: \(amount)")
            }
            guard discount["currency_code"].isNull else {
                throw .invalidField("currency_code", "must be null where type is percentage")
            }
        } else {
            guard PaddleCodes.isAmount(amount) else {
                throw .invalidField("amount", "must be a whole number in the lowest denomination. Provided: \(amount)")
            }
            guard !discount["currency_code"].isNull else {
                throw .invalidField("currency_code", "is required where type is flat or flat_per_seat")
            }
        }
        guard discount["maximum_recurring_intervals"].isNull || discount["recur"] == true else {
            throw .invalidField("maximum_recurring_intervals", "requires recur to be true")
        }
    }

    /// Refuses to restrict a discount to what is not there or not active.
    static func checkRestriction(_ discount: JSONValue, _ account: PaddleAccount) throws {
        for id in (discount["restrict_to"].array ?? []).compactMap(\.string) {
            let isPrice = id.hasPrefix(PaddleEntity.price.prefix + "_")
            let entity = isPrice ? PaddleEntity.price : .product
            guard try account.transaction.find(entity.kind, id)?.json["status"] == "active" else {
                throw PaddleError(
                    section: "discounts",
                    code: "discount_restricted_product_\(isPrice ? "price_" : "")not_active",
                    detail: "Product \(isPrice ? "Price " : "")given not active \(id)")
            }
        }
    }

    /// Whether text is a decimal number from 0.01 to 100.
    private static func isPercentage(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].utf8.count), fraction.utf8.count <= 10,
            parts.count == 1 || !fraction.isEmpty,
            (parts[0] + fraction).utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let scaled = Int64(parts[0] + fraction + String(repeating: "0", count: 10 - fraction.utf8.count))
        else { return false }
        return (100_000_000...1_000_000_000_000).contains(scaled)
    }
}
