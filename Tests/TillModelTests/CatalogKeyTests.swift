import Testing
import TillModel

@Suite struct CatalogKeyTests {
    private func item(_ product: String, _ price: String = "default") throws -> LineItem {
        let price = Price(key: price, amounts: [Money(minorUnits: 100, .usd)])
        return try LineItem(
            product: Product(key: product, name: product, prices: [price]), price: price, unitPrice: price.amount,
            quantity: 1)
    }

    @Test func `an item is its product at any price, and its price alone`() throws {
        let yearly = try item("pro", "yearly")
        #expect(yearly.is(ProductKey("pro")))
        #expect(!yearly.is(ProductKey("team")))
        #expect(yearly.is(PriceReference("pro/yearly")))
        #expect(!yearly.is(PriceReference("pro/monthly")))
        #expect(try item("job").is(PriceReference("job")))
    }

    @Test func `an order from before a rename still has the product and the price`() throws {
        let old = try item("plus", "annual")
        #expect(old.is(ProductKey("pro", formerly: ["plus"])))
        #expect(old.is(PriceReference("pro/yearly", formerly: ["plus/annual"])))
        #expect(!old.is(ProductKey("pro")))
    }

    @Test func `keys are equal by what they name now`() {
        #expect(ProductKey("pro", formerly: ["plus"]) == ProductKey(rawValue: "pro"))
        #expect(Set([PriceReference("pro/a", formerly: ["x"]), PriceReference("pro/a")]).count == 1)
        #expect("\(CouponKey("LAUNCH20")) \(FeatureKey("seats"))" == "LAUNCH20 seats")
    }

    @Test func `a product gives its features, whatever their limit`() {
        let product = Product(
            key: "pro", name: "Pro", prices: [Price(key: "default", amounts: [Money(minorUnits: 0, .usd)])],
            features: [Feature(key: "seats", limit: 5)])
        #expect(product.gives(FeatureKey("seats")))
        #expect(!product.gives(FeatureKey("search")))
        #expect(Coupon(key: "A", reduction: .percent(Percentage(1))).is(CouponKey("A")))
    }
}
