import Testing

@testable import TillModel

@Suite struct SettingsComparisonTests {
    typealias Case = ComparisonCase

    static let others: [(String, Case)] = [
        (
            "features",
            Case(
                "", field: "kind", .existingNow,
                "the kind of feature search is \"a number of seats\" instead of \"one has it, or not\""
            ) {
                $0.features = [FeatureDefinition(key: "search", name: "Search", kind: .limited(unit: "seat"))]
            }
        ),
        (
            "meters",
            Case(
                "", field: "aggregate", .existingAtRenewal,
                "the aggregate of meter calls is \"max\" instead of \"sum\""
            ) {
                $0.meters = [Meter(key: "calls", name: "API calls", unit: "call", aggregation: .max)]
            }
        ),
        (
            "credits",
            Case("", field: "name", .existingNow, "the name of credit ai is \"Tokens\" instead of \"AI credits\"") {
                $0.credits = [CreditType(key: "ai", name: "Tokens")]
            }
        ),
        (
            "groups",
            Case("", field: "default", .existingNow, "in group plans who chose nothing has pro instead of job") {
                $0.groups = [
                    ProductGroup(key: "plans", name: "Plans", products: ["job", "pro"], defaultProduct: "pro")
                ]
            }
        ),
        (
            "taxes",
            Case(
                "", field: "rate", .existingAtRenewal,
                "buyers in DE pay 16 % tax instead of 19 %: new buyers at once, existing subscribers at their next "
                    + "renewal"
            ) {
                $0.taxes["DE"] = TaxRate(rate: Percentage(16))
            }
        ),
        (
            "defaultProviders",
            Case(
                "", field: "defaults.provider", .newBuyers,
                "new buyers pay through paddle, stripe instead of stripe, in that order"
            ) {
                $0.defaultProviders = [.paddle, .stripe]
            }
        ),
        (
            "providers",
            Case(
                "", field: "countries", .newBuyers,
                "buyers in BR pay through stripe first, instead of those in none"
            ) {
                $0.providers = [ProviderSettings(name: .stripe, countries: [Case.country("BR")])]
            }
        ),
        (
            "providers",
            Case(
                "", field: "portal", .existingNow,
                "customers may do by themselves: see invoices; change how they pay; change their email; cancel at the "
                    + "period's end; change to pro; differences are paid at once, instead of: what was set up by hand"
            ) {
                $0.providers = [
                    ProviderSettings(
                        name: .stripe,
                        portal: CustomerPortal(
                            details: [.email], cancellation: .atPeriodEnd, products: ["pro"], proration: .atOnce))
                ]
            }
        ),
        (
            "tax",
            Case(
                "", field: "defaults.tax", .newBuyers,
                "prices that do not say otherwise contain tax: new buyers pay no tax on top"
            ) { $0.tax = .inclusive }
        ),
        (
            "currency",
            Case("", field: "defaults.currency", .nobody, "catalog has the defaults.currency \"EUR\" now") {
                $0.currency = .eur
            }
        ),
        (
            "owner",
            Case(
                "", field: "owner", .nobody,
                "what it has at the providers is marked as that of job-board"
            ) { $0.owner = "job-board" }
        ),
        (
            "timeZone",
            Case(
                "", field: "timezone", .newBuyers,
                "days begin by the clock of Europe/Berlin instead of UTC"
            ) { $0.timeZone = "Europe/Berlin" }
        ),
        (
            "locales",
            Case("", field: "locales", .newBuyers, "catalog has the locales \"en, de\" now") {
                $0.locales = ["en", "de"]
            }
        ),
        (
            "policy",
            Case(
                "", field: "policy", .nobody,
                "the team's own rules are annual_not_dearer warning, tax_code_present off, translations_complete "
                    + "warning, "
                    + "max_change 20 % error, description_present off instead of annual_not_dearer warning, "
                    + "tax_code_present off, translations_complete warning, max_change any error, "
                    + "description_present off"
            ) {
                $0.policy.maxChange = Percentage(20)
            }
        ),
    ]

    @Test(arguments: others)
    func `a change of what holds for all says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
    }

    @Test func `every property of a catalog is compared`() {
        #expect(
            Set(Mirror(reflecting: Case.shop).children.compactMap(\.label))
                == Set(Self.others.map(\.0)).union(["products", "coupons"]))
    }
}
