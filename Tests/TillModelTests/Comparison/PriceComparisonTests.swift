import Testing

@testable import TillModel

@Suite struct PriceComparisonTests {
    typealias Case = ComparisonCase

    static let amounts: [Case] = [
        Case(
            "an amount paid once", field: "price", .newBuyers,
            "job goes from 99.00 USD to 120.00 USD (+21.2 %): new buyers pay it at once"
        ) { $0.products[0].prices[0] = Price(key: "default", amounts: [Case.usd(12_000)]) },
        Case(
            "an amount that existing subscribers keep not paying", field: "price", .newBuyers,
            "pro/monthly goes from 29.00 USD to 35.00 USD (+20.7 %): new buyers pay it at once; existing subscribers "
                + "keep the old amount (existing: keep)"
        ) { $0.products[1].prices[0] = Case.monthly([Case.usd(3_500), Case.eur(2_700)], existing: .keep) },
        Case(
            "an amount that comes with the renewal", field: "price", .existingAtRenewal,
            "pro/monthly goes from 29.00 USD to 25.00 USD (-13.8 %): new buyers pay it at once; existing subscribers "
                + "from their next renewal on (existing: at_renewal)"
        ) { $0.products[1].prices[0] = Case.monthly([Case.usd(2_500), Case.eur(2_700)], existing: .atRenewal) },
        Case(
            "an amount that comes on a day", field: "price", .existingOnDate(Case.day("2027-03-01")),
            "pro/monthly goes from 27.00 EUR to 28.00 EUR (+3.7 %): new buyers pay it at once; existing subscribers "
                + "from their first renewal on or after 2027-03-01 (existing: on)"
        ) {
            $0.products[1].prices[0] = Case.monthly(
                [Case.usd(2_900), Case.eur(2_800)], existing: .on(Case.day("2027-03-01")))
        },
        Case(
            "an amount whose existing subscribers nobody thought of", field: "price", .newBuyers,
            "pro/monthly goes from 29.00 USD to 30.00 USD (+3.4 %): new buyers pay it at once; existing subscribers "
                + "keep the old amount until the file says what becomes of them (existing:)"
        ) { $0.products[1].prices[0] = Case.monthly([Case.usd(3_000), Case.eur(2_700)]) },
        Case(
            "an amount of what nobody can buy", field: "price", .nobody,
            "job goes from 99.00 USD to 50.00 USD (-49.5 %): nobody can buy it now"
        ) {
            $0.products[0].prices[0] = Price(key: "default", amounts: [Case.usd(5_000)])
            $0.products[0].isEnabled = false
        },
        Case(
            "a currency that is added", field: "also", .newBuyers,
            "pro/monthly can be paid in JPY now: 4300 JPY"
        ) {
            $0.products[1].prices[0] = Case.monthly(
                [Case.usd(2_900), Case.eur(2_700), Money(minorUnits: 4_300, .jpy)])
        },
        Case(
            "a currency that is taken away", field: "also", .newBuyers,
            "pro/monthly cannot be bought in EUR any more (it was 27.00 EUR); who pays in it goes on"
        ) { $0.products[1].prices[0] = Case.monthly([Case.usd(2_900)]) },
        Case(
            "another default currency", field: "currency", .newBuyers,
            "pro/monthly is sold in EUR where a buyer names no currency"
        ) { $0.products[1].prices[0] = Case.monthly([Case.eur(2_700), Case.usd(2_900)]) },
        Case(
            "a rate", field: "price", .newBuyers,
            "calls/usage goes from 0.002 USD to 0.0025 USD (+25.0 %): new buyers pay it at once; existing subscribers "
                + "keep the old amount until the file says what becomes of them (existing:)"
        ) {
            $0.products[2].prices[0].scheme = .rate([UnitRate(millionthsOfMinorUnit: 250_000, .usd)])
        },
        Case(
            "a unit of a tier", field: "graduated.each", .newBuyers,
            "what each unit of the tier 1 to 1000 costs of api/tiers goes from 0.004 USD to 0.003 USD (-25.0 %): new "
                + "buyers pay it at once; existing subscribers keep the old amount until the file says what becomes of "
                + "them (existing:)"
        ) {
            $0.products[3].prices[0].scheme = .graduated([
                PriceTier(upTo: 1_000, each: [UnitRate(millionthsOfMinorUnit: 300_000, .usd)]), Case.tiers[1],
            ])
        },
        Case(
            "the fixed part of a tier", field: "graduated.flat", .newBuyers,
            "what the tier 1001 and more costs once of api/tiers goes from 5.00 USD to 4.00 USD (-20.0 %): new buyers "
                + "pay it at once; existing subscribers keep the old amount until the file says what becomes of them "
                + "(existing:)"
        ) {
            $0.products[3].prices[0].scheme = .graduated([
                Case.tiers[0], PriceTier(upTo: nil, each: Case.tiers[1].each, flat: [Case.usd(400)]),
            ])
        },
        Case(
            "the bounds of tiers", field: "price", .newBuyers,
            "api/tiers is worked out otherwise: 1 and more calls: 0.002 USD each, and 5.00 USD once every month "
                + "instead "
                + "of 1 to 1000 calls: 0.004 USD each; 1001 and more calls: 0.002 USD each, and 5.00 USD once every "
                + "month: new buyers pay it at once; existing subscribers keep the old amount until the file says what "
                + "becomes of them (existing:)"
        ) { $0.products[3].prices[0].scheme = .graduated([Case.tiers[1]]) },
        Case(
            "the size of a package", field: "price", .newBuyers,
            "pro/monthly is worked out otherwise: 29.00 USD, 27.00 EUR for each 100 units begun every month instead of "
                + "29.00 USD, 27.00 EUR every month: new buyers pay it at once; existing subscribers keep the old "
                + "amount "
                + "until the file says what becomes of them (existing:)"
        ) { $0.products[1].prices[0].scheme = .package(size: 100) },
        Case(
            "the least of a donation", field: "custom.min", .newBuyers,
            "the least one may pay of gift goes from 5.00 USD to 10.00 USD (+100.0 %): new buyers pay it at once"
        ) {
            $0.products[4].prices[0].scheme = .custom(
                CustomAmount(minimum: [Case.usd(1_000)], maximum: [Case.usd(50_000)]))
        },
        Case(
            "a price that becomes free", field: "price", .newBuyers,
            "job is worked out otherwise: free instead of 99.00 USD: new buyers pay it at once"
        ) { $0.products[0].prices[0] = Price(key: "default", amounts: [Case.usd(0)], scheme: .free) },
        Case(
            "a setup fee", field: "setup_fee", .newBuyers,
            "the setup fee of pro/monthly is 49.00 USD now, where there was none: who buys from now on pays it"
        ) { $0.products[1].prices[0].setupFees = [Case.usd(4_900)] },
        Case(
            "a country's own amount", field: "countries.IN", .newBuyers,
            "the amount for buyers in IN of job is 9.00 USD now, where there was none: new buyers pay it at once"
        ) { $0.products[0].prices[0].countries = [Case.country("IN"): [Case.usd(900)]] },
        Case(
            "a change to come", field: "schedule", .scheduled(Case.day("2027-06-01")),
            "job will go from 99.00 USD to 110.00 USD (+11.1 %) on 2027-06-01: nobody notices before then"
        ) {
            $0.products[0].prices[0].changes = [
                PriceChange(effective: Case.day("2027-06-01"), amounts: [Case.usd(11_000)])
            ]
        },
    ]

    static let fields: [Case] = [
        Case(
            "an interval", field: "every", .newBuyers,
            "pro/yearly is paid every 2 years instead of every year by new buyers; who subscribed before goes on"
        ) {
            $0.products[1].prices[1] = Price(
                key: "yearly", amounts: [Case.usd(29_000)], interval: BillingInterval(.year, count: 2))
        },
        Case(
            "a trial", field: "trial", .newBuyers, "pro/monthly begins with a trial of 14 days for new buyers"
        ) { $0.products[1].prices[0].trial = Trial(days: 14) },
        Case("a label", field: "name", .newBuyers, "pro/monthly has the name \"Per month\" now") {
            $0.products[1].prices[0].name = "Per month"
        },
        Case("a unit", field: "per", .newBuyers, "pro/monthly has the per \"seat\" now") {
            $0.products[1].prices[0].unit = "seat"
        },
        Case("a meter", field: "meter", .existingAtRenewal, "calls/usage has no meter any more; it was \"calls\"") {
            $0.products[2].prices[0].meter = nil
        },
        Case("quantities", field: "quantity", .newBuyers, "job has the quantity \"2 to 5\" now") {
            $0.products[0].prices[0].quantities = 2...5
        },
        Case("whether tax is in it", field: "tax", .newBuyers, "job has the tax \"inclusive\" now") {
            $0.products[0].prices[0].tax = .inclusive
        },
        Case("its first day", field: "effective", .newBuyers, "job is sold from 2027-01-01 on") {
            $0.products[0].prices[0].availableFrom = Case.day("2027-01-01")
        },
        Case("its last day", field: "until", .newBuyers, "job is sold until 2028-01-01; who has it goes on") {
            $0.products[0].prices[0].availableUntil = Case.day("2028-01-01")
        },
        Case(
            "what becomes of subscribers alone", field: "existing", .existingAtRenewal,
            "subscribers of pro/monthly who pay an older amount pay today's from their next renewal on (existing: "
                + "at_renewal)"
        ) { $0.products[1].prices[0].existing = .atRenewal },
        Case("a former key nobody had", field: "was", .nobody, "pro/monthly has the was \"month\" now") {
            $0.products[1].prices[0].formerKey = "month"
        },
        Case(
            "an adopted object", field: "adopted", .nobody,
            "job stands for stripe=price_1 at the provider instead of none"
        ) { $0.products[0].prices[0].adopted = [.stripe: "price_1"] },
    ]

    @Test(arguments: amounts + fields)
    func `a change of a price says what follows from it`(_ given: ComparisonCase) throws {
        let changes = given.changes.filter { $0.subject == .price }
        #expect(changes.map(\.sentence) == [given.sentence])
        #expect(changes.first?.affected == given.affected)
        #expect(changes.first?.fields == [given.field])
        #expect(changes.first?.kind == .changed)
    }

    @Test func `every property of a price is compared`() {
        // Amounts, scheme and currency stand for many cases of the list above; a key is told as a new price.
        let compared = [
            "key", "amounts", "interval", "trial", "scheme", "name", "unit", "meter", "setupFees", "countries", "tax",
            "availableFrom", "availableUntil", "changes", "formerKey", "existing", "quantities", "adopted",
        ]
        let price = Price(key: "default", amounts: [Case.usd(1)])
        #expect(Mirror.labels(of: price, price.traits) == compared)
    }

    @Test func `a scheduled change that is taken back or altered is told`() {
        var before = Case.shop
        before.products[0].prices[0].changes = [
            PriceChange(effective: Case.day("2027-06-01"), amounts: [Case.usd(11_000)])
        ]
        var after = before
        after.products[0].prices[0].changes = [
            PriceChange(effective: Case.day("2027-06-01"), amounts: [Case.usd(12_000)], existing: .atRenewal)
        ]
        func sentences(_ old: Catalog.Contents, _ new: Catalog.Contents) -> [String] {
            CatalogComparison(from: Catalog(old, contentHash: ""), to: Catalog(new, contentHash: "")).changes
                .map(\.sentence)
        }
        #expect(sentences(before, Case.shop) == ["job no longer changes on 2027-06-01 (to 110.00 USD)"])
        #expect(
            sentences(before, after) == [
                "job will now go from 99.00 USD to 120.00 USD (+21.2 %) on 2027-06-01: nobody notices before then; "
                    + "existing: at_renewal"
            ])
    }
}
