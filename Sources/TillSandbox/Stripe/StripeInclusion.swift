/// What Stripe leaves out of an object until it is asked for by name.
struct StripeInclusion {
    let account: StripeAccount

    /// The object with what a path of names below it asks for; nil when the path names nothing of the kind.
    func include(_ names: ArraySlice<String>, in object: JSONValue) throws -> JSONValue? {
        let names = Array(names)
        switch (object["object"].string, names.first) {
        case ("price", "tiers") where names.count == 1:
            var price = object
            price["tiers"] = try options(of: object)[object["currency"].string ?? ""]["tiers"]
            return price
        case ("price", "currency_options"): return try priceOptions(names, object)
        case (StripeCoupons.kind, "applies_to"), (StripeCoupons.kind, "currency_options"):
            var coupon = object
            let name = names[0]
            coupon[name] = try account.find(StripeCoupons.kind, object["id"].string ?? "").hidden[name]
            return coupon
        case (StripePromotionCodes.kind, "restrictions") where names.dropFirst() == ["currency_options"]:
            var code = object
            let options = try account.find(StripePromotionCodes.kind, object["id"].string ?? "").hidden[
                "currency_options"]
            code["restrictions"]["currency_options"] = options == [:] ? .null : options
            return code
        case (StripePortalConfigurations.kind, "features")
        where names.dropFirst() == ["subscription_update", "products"]:
            var configuration = object
            configuration["features"]["subscription_update"]["products"] = try account.find(
                StripePortalConfigurations.kind, object["id"].string ?? ""
            ).hidden["products"]
            return configuration
        default: return nil
        }
    }

    private func options(of price: JSONValue) throws -> JSONValue {
        try account.find("price", price["id"].string ?? "").hidden["currency_options"]
    }

    /// A price with its currencies; their tiers are shown for each currency that is named, and only there.
    private func priceOptions(_ names: [String], _ price: JSONValue) throws -> JSONValue {
        let all = try options(of: price)
        var shown = price["currency_options"].object ?? [:]
        for (code, option) in all.object ?? [:] where shown[code] == nil {
            shown[code] = .object((option.object ?? [:]).filter { $0.key != "tiers" })
        }
        // Stripe does not mind a currency that the price has not: lists hold prices of many kinds.
        if names.count == 3, names[2] == "tiers", shown[names[1]] != nil {
            shown[names[1]]?["tiers"] = all[names[1]]["tiers"]
        }
        var price = price
        price["currency_options"] = .object(shown)
        return price
    }
}
