import Testing

@testable import TillModel

@Suite struct CatalogComparisonTests {
    typealias Case = ComparisonCase

    @Test func `equal catalogs have no changes`() {
        #expect(Case.changes(to: Case.shop).isEmpty)
    }

    @Test func `what is new and what is gone is told with its price`() {
        var contents = Case.shop
        contents.products[0] = Product(
            key: "ad", name: "Ad", prices: [Price(key: "default", amounts: [Case.usd(100)])])
        contents.coupons = [Coupon(key: "WELCOME", reduction: .freeTrial(days: 30), targets: ["pro"])]
        contents.taxes = ["FR": TaxRate(name: "TVA", rate: Percentage(20))]
        contents.meters = []
        let changes = Case.changes(to: contents)
        #expect(
            changes.map(\.sentence) == [
                "ad is new: 1.00 USD", "job is gone (99.00 USD): nobody can buy it any more",
                "WELCOME is new: the first 30 days free, on pro",
                "LAUNCH20 is gone (20 % off): nobody can use it any more; subscriptions that have it keep it",
                "meter calls is gone",
                "buyers in DE pay no tax that is worked out here; it was 19 %: new buyers at once, existing "
                    + "subscribers "
                    + "at their next renewal",
                "buyers in FR pay tax: TVA 20 %: new buyers at once, existing subscribers at their next renewal",
            ])
        #expect(changes.map(\.kind) == [.added, .removed, .added, .removed, .removed, .removed, .added])
    }

    @Test func `a feature that is taken away, and a limit that is lowered, reach those who have it`() {
        var contents = Case.shop
        contents.products[1].features = [Feature(key: "seats", limit: 5)]
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "pro gives 5 × seats instead of 10 × seats: also to those who have it",
                "pro no longer gives search: those who have it lose it as well",
            ])
    }

    @Test func `a price that comes and one that goes are told`() {
        var contents = Case.shop
        contents.products[1].prices[1] = Price(
            key: "weekly", amounts: [Case.usd(900)], interval: BillingInterval(.week))
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "pro can be paid another way: pro/weekly, 9.00 USD every week",
                "pro/yearly is gone (290.00 USD every year): nobody can buy it any more; existing subscribers go on "
                    + "paying what they pay",
            ])
    }

    @Test func `the first price is the default, so another first one is told`() {
        var contents = Case.shop
        contents.products[1].prices.swapAt(0, 1)
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "the prices of pro are in another order; pro/yearly is meant when none is named"
            ])
    }

    @Test func `a product in another place is told`() {
        var contents = Case.shop
        contents.products.swapAt(0, 1)
        #expect(Case.changes(to: contents).map(\.sentence) == ["products are in another order"])
    }

    // MARK: - Renames

    @Test func `a product with another key and was is renamed, and its prices are compared`() {
        var contents = Case.shop
        let pro = contents.products[1]
        contents.products[1] = Product(
            key: "team", name: pro.name,
            prices: [Case.monthly([Case.usd(3_900), Case.eur(2_700)], existing: .keep), pro.prices[1]],
            features: pro.features, formerKey: "pro")
        let changes = Case.changes(to: contents)
        #expect(changes.map(\.kind) == [.renamed, .changed])
        #expect(changes.map(\.key) == ["team", "team/monthly"])
        #expect(changes.first?.before == "pro")
        #expect(changes.last?.percent?.description == "+34.5 %")
    }

    @Test func `a price with another key and was is renamed`() {
        var contents = Case.shop
        contents.products[1].prices[1] = Price(
            key: "annual", amounts: [Case.usd(29_000)], interval: BillingInterval(.year), formerKey: "yearly")
        let changes = Case.changes(to: contents)
        #expect(changes.map(\.sentence) == ["pro/yearly is called pro/annual now: nobody pays anything else"])
        #expect(changes.map(\.kind) == [.renamed])
    }

    @Test func `was that names a product which is still there renames nothing`() {
        var contents = Case.shop
        contents.products.append(
            Product(
                key: "ad", name: "Ad", prices: [Price(key: "default", amounts: [Case.usd(100)])], formerKey: "job"))
        #expect(Case.changes(to: contents).map(\.kind) == [.added])
    }
}
