import Testing
import TillModel

@testable import TillCatalogFile

/// Where the things of a catalog are written.
@Suite struct CatalogPlacesTests {
    private static let file = """
        version: 1
        features:
          api: { name: API }
        meters:
          calls: { name: Calls, unit: call, aggregate: sum }
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month }
              yearly: { price: 290.00 USD, every: year }
          job: { name: Job posting, price: 99.00 USD }
        coupons:
          launch: { percent_off: 20, codes: [LAUNCH20] }
        overlays:
          live:
            products:
              pro:
                prices:
                  monthly: { price: 39.00 USD, every: month }

        """

    /// What is looked for, and the line it is on; nil where the file has none of it.
    private static let lines: [(CatalogObjectKey, Int?)] = [
        (CatalogObjectKey(.product, "pro"), 7), (CatalogObjectKey(.price, "pro/monthly"), 10),
        (CatalogObjectKey(.price, "pro/yearly"), 11), (CatalogObjectKey(.defaultPrice, "pro"), 7),
        // What is part of something that is there.
        (CatalogObjectKey(.price, "pro/weekly"), 7), (CatalogObjectKey(.price, "job"), 12),
        (CatalogObjectKey(.coupon, "launch"), 14), (CatalogObjectKey(.promotionCode, "launch/LAUNCH20"), 14),
        (CatalogObjectKey(.feature, "api"), 3), (CatalogObjectKey(.meter, "calls"), 5),
        (CatalogObjectKey(.product, "team"), nil), (CatalogObjectKey(.price, "team/monthly"), nil),
        (CatalogObjectKey(.webhookEndpoint, "till"), nil), (CatalogObjectKey(.portal, "till"), nil),
        (CatalogObjectKey(.product, ""), nil),
    ]

    private static func reading(_ options: ReadingOptions) -> CatalogReading {
        CatalogReader(options).read(Array(file.utf8), file: "products.yaml")
    }

    @Test(arguments: lines) func `each thing is where its key is`(_ key: CatalogObjectKey, _ line: Int?) throws {
        let reading = Self.reading(ReadingOptions(findsPlaces: true))
        #expect(reading.catalog != nil, "\(reading.diagnostics.map(\.message))")
        let location = reading.places.location(of: key, at: .stripe)
        #expect(location?.line == line)
        #expect(location?.file == (line == nil ? nil : "products.yaml"))
    }

    @Test func `what an overlay changes is still where it was, and what it adds is in the overlay`() {
        let key = CatalogObjectKey(.price, "pro/monthly")
        let live = Self.reading(ReadingOptions(mode: .live, findsPlaces: true))
        #expect(live.places.location(of: key, at: .stripe)?.line == 10)
        let text = Self.file + "          weekly: { price: 9.00 USD, every: week }\n"
        let more = CatalogReader(ReadingOptions(mode: .live, findsPlaces: true)).read(
            Array(text.utf8), file: "products.yaml")
        let weekly = CatalogObjectKey(.price, "pro/weekly")
        #expect(more.catalog != nil, "\(more.diagnostics.map(\.message))")
        #expect(more.places.location(of: weekly, at: .stripe)?.line == 21)
    }

    @Test func `what is in another file is found there`() {
        let main = "version: 1\ninclude: [plans.yaml]\nproducts:\n  job: { name: Job, price: 99.00 USD }\n"
        let plans = "# Plans.\nproducts:\n\n  pro: { name: Pro, price: 9.00 USD }\n"
        let reading = CatalogReader(ReadingOptions(findsPlaces: true)).read(
            Array(main.utf8), file: "shop/products.yaml"
        ) { _ in .success(Array(plans.utf8)) }
        let pro = reading.places.location(of: CatalogObjectKey(.product, "pro"), at: .stripe)
        #expect(pro?.file == "shop/plans.yaml")
        #expect(pro?.line == 4)
        #expect(pro?.column == 3)
        #expect(reading.places.location(of: CatalogObjectKey(.product, "job"), at: .stripe)?.line == 4)
    }

    @Test func `nothing is looked for where nobody asked`() {
        let reading = Self.reading(ReadingOptions())
        #expect(reading.places.location(of: CatalogObjectKey(.product, "pro"), at: .stripe) == nil)
    }
}
