import Testing

@testable import TillModel

@Suite struct ProductComparisonTests {
    typealias Case = ComparisonCase

    // Each names the property that it changes, as Swift calls it.
    static let products: [(String, Case)] = [
        (
            "name",
            Case("", field: "name", .newBuyers, "the name of job is \"A job\" instead of \"Job\"") {
                $0.products[0].name = "A job"
            }
        ),
        (
            "details",
            Case("", field: "description", .newBuyers, "job has the description \"Ad\" now") {
                $0.products[0].details = "Ad"
            }
        ),
        (
            "type",
            Case("", field: "type", .nobody, "hooks see type \"ad\" for job instead of \"job\" in new orders") {
                $0.products[0].type = "ad"
            }
        ),
        (
            "duration",
            Case("", field: "duration", .newBuyers, "job lasts 30 days instead of without end for new buyers") {
                $0.products[0].duration = CalendarDuration(30, .day)
            }
        ),
        (
            "upsells",
            Case("", field: "upsells", .newBuyers, "beside job buyers are offered gift instead of nothing") {
                $0.products[0].upsells = ["gift"]
            }
        ),
        (
            "addOns",
            Case("", field: "add_ons", .newBuyers, "to job one can add gift instead of nothing") {
                $0.products[0].addOns = ["gift"]
            }
        ),
        (
            "requires",
            Case("", field: "requires", .newBuyers, "job needs pro instead of no other product") {
                $0.products[0].requires = ["pro"]
            }
        ),
        (
            "excludes",
            Case("", field: "excludes", .newBuyers, "job cannot be bought together with pro") {
                $0.products[0].excludes = ["pro"]
            }
        ),
        (
            "quantities",
            Case("", field: "per_order", .newBuyers, "job has the per_order \"at most 5\" now") {
                $0.products[0].quantities = 1...5
            }
        ),
        (
            "badge",
            Case("", field: "badge", .newBuyers, "job has the badge \"New\" now") { $0.products[0].badge = "New" }
        ),
        (
            "features",
            Case(
                "", field: "features", .existingNow, "job gives 3 × seats now: also to those who have it"
            ) { $0.products[0].features = [Feature(key: "seats", limit: 3)] }
        ),
        (
            "credits",
            Case(
                "", field: "credits", .newBuyers,
                "job grants 10 ai for 1 year instead of none to new buyers; credits already granted stay"
            ) { $0.products[0].credits = [CreditGrant(credit: "ai", amount: 10, lasts: CalendarDuration(1, .year))] }
        ),
        (
            "bundle",
            Case(
                "", field: "bundle", .newBuyers, "job is made of 2 × gift instead of nothing else for new buyers"
            ) { $0.products[0].bundle = [BundleItem(product: "gift", quantity: 2)] }
        ),
        (
            "image",
            Case("", field: "image", .newBuyers, "job has the image \"https://a\" now") {
                $0.products[0].image = "https://a"
            }
        ),
        (
            "url",
            Case("", field: "url", .newBuyers, "job has the url \"https://a\" now") {
                $0.products[0].url = "https://a"
            }
        ),
        (
            "taxCode",
            Case(
                "", field: "tax_code", .newBuyers, "job is taxed as books instead of the provider's default"
            ) { $0.products[0].taxCode = "books" }
        ),
        (
            "isShippable",
            Case("", field: "shippable", .newBuyers, "buyers of job are asked for an address") {
                $0.products[0].isShippable = true
            }
        ),
        (
            "order",
            Case("", field: "order", .nobody, "the order of job is \"5\" instead of \"0\"") {
                $0.products[0].order = 5
            }
        ),
        (
            "metadata",
            Case("", field: "metadata", .nobody, "hooks see other metadata for job in new orders") {
                $0.products[0].metadata = ["board": "main"]
            }
        ),
        (
            "isEnabled",
            Case("", field: "enabled", .newBuyers, "job cannot be bought any more; who has it keeps it") {
                $0.products[0].isEnabled = false
            }
        ),
        (
            "isVisible",
            Case(
                "", field: "visible", .newBuyers,
                "lists and the pricing page no longer show job; it can still be bought by its key"
            ) { $0.products[0].isVisible = false }
        ),
        (
            "adopted",
            Case(
                "", field: "adopted", .nobody, "job stands for stripe=prod_1 at the provider instead of none"
            ) { $0.products[0].adopted = [.stripe: "prod_1"] }
        ),
        (
            "providers",
            Case(
                "", field: "providers", .newBuyers, "job is sold through paddle instead of the catalog's providers"
            ) { $0.products[0].providers = [.paddle] }
        ),
        (
            "translations",
            Case("", field: "i18n", .newBuyers, "job has the i18n \"de: name \"Anzeige\"\" now") {
                $0.products[0].translations = ["de": Translation(name: "Anzeige")]
            }
        ),
        (
            "formerKey",
            Case("", field: "was", .nobody, "job has the was \"ad\" now") {
                $0.products[0].formerKey = "ad"
            }
        ),
    ]

    @Test(arguments: products)
    func `a change of a product says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
        #expect(given.changes.first?.key == "job")
    }

    @Test func `every property of a product is compared`() {
        let cases = Set(Self.products.map(\.0)).union(["key", "prices"])
        #expect(Set(Mirror.labels(of: Case.shop.products[0], Case.shop.products[0].traits)) == cases)
    }
}

extension Mirror {
    /// The names of a value's properties, and of the rarer ones that it keeps apart.
    static func labels(of value: Any, _ traits: Any) -> [String] {
        (Mirror(reflecting: value).children.compactMap(\.label).filter { $0 != "sparse" })
            + Mirror(reflecting: traits).children.compactMap(\.label)
    }
}
