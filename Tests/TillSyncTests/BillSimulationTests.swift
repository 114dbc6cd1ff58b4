import Testing
import TillModel
import TillSync

/// Bills by one catalog and by another.
@Suite struct BillSimulationTests {
    private static func catalog(_ monthly: Int64) -> Catalog {
        Catalog(
            products: [
                Product(
                    key: "pro", name: "Pro",
                    prices: [
                        Price(
                            key: "monthly", amounts: [Money(minorUnits: monthly, .usd)],
                            interval: BillingInterval(.month))
                    ]),
                Product(
                    key: "job", name: "Job", prices: [Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])]),
            ], defaultProvider: .stripe, providers: [.stripe], contentHash: "\(monthly)")
    }

    private static func simulate(_ csv: String) throws -> BillSimulation {
        let day = try #require(CalendarDate("2027-01-15"))
        return try BillSimulation(from: catalog(2_900), to: catalog(3_900), try CustomerMix(csv: csv), on: day)
    }

    @Test func `everybody's bill is there twice, and what comes in is summed up`() throws {
        let simulation = try Self.simulate(
            "price,quantity,customers\n# seats\npro/monthly,3,10\npro/monthly,1,5\njob,1,2\n")
        #expect(
            simulation.rows.map(\.after) == [
                .pays(Money(minorUnits: 11_700, .usd), every: BillingInterval(.month)),
                .pays(Money(minorUnits: 3_900, .usd), every: BillingInterval(.month)),
                .pays(Money(minorUnits: 9_900, .usd), every: nil),
            ])
        #expect(simulation.revenue.map(\.before.minorUnits) == [101_500, 19_800])
        #expect(simulation.revenue.map(\.after.minorUnits) == [136_500, 19_800])
        #expect(simulation.affected == 15)
    }

    @Test func `what is not sold is said, and stops nothing else`() throws {
        let simulation = try Self.simulate("price,customers\ngone,3\njob,1\n")
        guard case .cannot = simulation.rows[0].after else {
            Issue.record("something that is not there has a bill")
            return
        }
        #expect(simulation.revenue.map(\.after.minorUnits) == [9_900])
    }

    @Test(arguments: [
        ("", 1), ("price,customers\n", 1), ("what,customers\na,1\n", 1), ("price,price,customers\na,b,1\n", 1),
        ("price,customers\npro/monthly\n", 2), ("price,customers\n\npro/monthly,many\n", 3),
        ("price,customers\n,4\n", 2), ("price,customers,quantity\npro/monthly,1,-3\n", 2),
    ])
    func `a mistake is told with its line`(_ csv: String, _ line: Int) {
        let mistake = #expect(throws: CustomerMix.Mistake.self) { try CustomerMix(csv: csv) }
        #expect(mistake?.line == line)
    }
}
