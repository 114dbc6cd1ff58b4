import Testing

@testable import TillModel

@Suite struct CouponComparisonTests {
    typealias Case = ComparisonCase

    static let coupons: [(String, Case)] = [
        (
            "name",
            Case("", field: "name", .newBuyers, "LAUNCH20 has the name \"Launch\" now") {
                $0.coupons[0].name = "Launch"
            }
        ),
        (
            "reduction",
            Case(
                "", field: "reduction", .newBuyers,
                "LAUNCH20 takes 5.00 USD off instead of 20 % off; subscriptions that have it keep what they have"
            ) { $0.coupons[0].reduction = .amount([Case.usd(500)]) }
        ),
        (
            "span",
            Case(
                "", field: "reduction", .newBuyers,
                "LAUNCH20 takes 20 % off, always instead of 20 % off; subscriptions that have it keep what they have"
            ) { $0.coupons[0].span = .forever }
        ),
        (
            "targets",
            Case("", field: "products", .newBuyers, "LAUNCH20 is good for pro instead of everything") {
                $0.coupons[0].targets = ["pro"]
            }
        ),
        (
            "minimum",
            Case(
                "", field: "minimum", .newBuyers, "LAUNCH20 needs an order of 50.00 USD instead of any amount"
            ) { $0.coupons[0].minimum = [Case.usd(5_000)] }
        ),
        (
            "isFirstPurchaseOnly",
            Case("", field: "first_purchase", .newBuyers, "only a first order can have LAUNCH20") {
                $0.coupons[0].isFirstPurchaseOnly = true
            }
        ),
        (
            "from",
            Case(
                "", field: "from", .newBuyers,
                "LAUNCH20 can be used from 2026-12-01 on instead of from the beginning on"
            ) { $0.coupons[0].from = Case.day("2026-12-01") }
        ),
        (
            "until",
            Case(
                "", field: "until", .newBuyers,
                "LAUNCH20 can be used until 2027-01-01 instead of until it is taken away"
            ) { $0.coupons[0].until = Case.day("2027-01-01") }
        ),
        (
            "maxRedemptions",
            Case(
                "", field: "max_redemptions", .newBuyers,
                "LAUNCH20 can be used 100 times by everybody together instead of any number of times"
            ) { $0.coupons[0].maxRedemptions = 100 }
        ),
        (
            "maxPerCustomer",
            Case(
                "", field: "max_per_customer", .newBuyers,
                "one customer can use LAUNCH20 2 times instead of any number of times"
            ) { $0.coupons[0].maxPerCustomer = 2 }
        ),
        (
            "stacks",
            Case("", field: "stacks", .newBuyers, "LAUNCH20 can be used together with others") {
                $0.coupons[0].stacks = true
            }
        ),
        (
            "codes",
            Case("", field: "codes", .newBuyers, "buyers type WELCOME for LAUNCH20 instead of LAUNCH20") {
                $0.coupons[0].codes = ["WELCOME"]
            }
        ),
        (
            "isAutomatic",
            Case("", field: "auto", .newBuyers, "LAUNCH20 is used without being typed") {
                $0.coupons[0].isAutomatic = true
            }
        ),
        (
            "providers",
            Case("", field: "providers", .newBuyers, "LAUNCH20 is good at stripe instead of every provider") {
                $0.coupons[0].providers = [.stripe]
            }
        ),
        (
            "isEnabled",
            Case(
                "", field: "enabled", .newBuyers, "LAUNCH20 cannot be used any more; subscriptions that have it keep it"
            ) { $0.coupons[0].isEnabled = false }
        ),
        (
            "metadata",
            Case("", field: "metadata", .nobody, "LAUNCH20 has the metadata \"a=b\" now") {
                $0.coupons[0].metadata = ["a": "b"]
            }
        ),
        (
            "translations",
            Case("", field: "i18n", .newBuyers, "LAUNCH20 has the i18n \"de: name \"Start\"\" now") {
                $0.coupons[0].translations = ["de": Translation(name: "Start")]
            }
        ),
        (
            "adopted",
            Case("", field: "adopted", .nobody, "LAUNCH20 has the adopted \"stripe=co_1\" now") {
                $0.coupons[0].adopted = [.stripe: "co_1"]
            }
        ),
    ]

    @Test(arguments: coupons)
    func `a change of a coupon says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
        #expect(given.changes.first?.subject == .coupon)
    }

    @Test func `every property of a coupon is compared`() {
        #expect(
            Set(Mirror(reflecting: Case.shop.coupons[0]).children.compactMap(\.label))
                == Set(Self.coupons.map(\.0)).union(["key"]))
    }
}
