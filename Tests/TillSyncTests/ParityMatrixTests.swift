import Testing
import TillModel
import TillSync

@Suite struct ParityMatrixTests {
    private static func price(_ amount: Int64, unsupported: String? = nil) -> CatalogObject {
        CatalogObject(
            CatalogObjectKey(.price, "pro/monthly"), fields: [:],
            terms: PriceTerms(amount: Money(minorUnits: amount, .usd), interval: BillingInterval(.month)),
            unsupported: unsupported)
    }

    @Test func `two providers that take the same agree`() {
        let matrix = ParityMatrix([(.stripe, [Self.price(2_900)]), (.paddle, [Self.price(2_900)])])
        #expect(matrix.rows.map(\.disagrees) == [false])
    }

    @Test func `two providers that take different amounts disagree`() {
        let matrix = ParityMatrix([(.stripe, [Self.price(2_900)]), (.paddle, [Self.price(3_100)])])
        #expect(matrix.rows.map(\.disagrees) == [true])
    }

    @Test func `what a provider cannot have, or is not sold there, is no disagreement`() {
        let matrix = ParityMatrix([
            (.stripe, [Self.price(2_900)]), (.paddle, [Self.price(3_100, unsupported: "it has no tiers")]),
            (.paypal, []),
        ])
        #expect(matrix.rows.map(\.disagrees) == [false])
        #expect(matrix.rows.first?.cells.dropFirst() == [.cannot("it has no tiers"), .absent])
    }
}
