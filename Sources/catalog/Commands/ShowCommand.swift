import ArgumentParser
import TillCatalogFile
import TillModel

/// `catalog show`: what is for sale, as buyers find it on a day.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is for sale, or everything about one product, price or coupon.",
        discussion: """
            Reads the file only. Prices are those of the day: changes to come and days of sale are worked in.

            EXAMPLES
              catalog show
              catalog show pro
              catalog show pro/monthly --at 2027-06-01
              catalog show LAUNCH20 --json
              catalog show --resolved --env live --overlay acme

            Exit status: 0 done, 3 the file is not valid, 64 wrong usage.
            """)

    @Argument(help: "A product, a price (pro/monthly) or a coupon; without it everything.")
    var key: String?

    @Option(help: "The catalog file.")
    var file = "products.yaml"

    @Option(help: "The day to look at, as 2027-01-01; today when left out.")
    var at: String?

    @OptionGroup var view: OverlayOptions

    @Flag(help: "Print products.yaml as it is with included files, overlays and defaults worked in.")
    var resolved = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard !resolved || (!json && at == nil) else {
            throw ValidationError("--resolved prints the file itself: leave out --json and --at.")
        }
    }

    func run() async throws {
        let day = try at.map { text throws(CommandFailure) in
            guard let day = CalendarDate(text) else {
                throw CommandFailure(.usage, "--at \(text): write a day as 2027-01-01.")
            }
            return day
        }
        let catalog = try CatalogFile.read(file, view, orElse: "nothing is shown")
        let today = try day ?? CatalogDay.day(of: Bootstrap.clock.now(), in: catalog.contents.timeZone)
        let shelf = Shelf(catalog: catalog, day: today)
        let (products, coupons) = try chosen(from: catalog)
        if resolved {
            var contents = key == nil ? catalog.contents : Catalog.Contents()
            if key != nil {
                contents.products = products.map(\.product)
                contents.coupons = coupons
            }
            return Output.standardOutput(CatalogWriter.text(contents))
        }
        if json {
            try Output.json(
                "show",
                [
                    "file": file, "at": today,
                    "products": products.map { ProductDetails($0.product, prices: $0.prices, on: shelf) },
                    "coupons": coupons.map { CouponDetails($0, on: shelf) },
                ])
        } else if key == nil {
            Output.standardOutput(ShelfView.text(shelf))
        } else {
            Output.standardOutput(
                products.map { ProductView(product: $0.product, prices: $0.prices, shelf: shelf).text }.joined()
                    + coupons.map { CouponView(coupon: $0, shelf: shelf).text }.joined())
        }
    }

    private func chosen(
        from catalog: Catalog
    ) throws(CommandFailure) -> (products: [(product: Product, prices: [Price])], coupons: [Coupon]) {
        guard let key else { return (catalog.products.map { ($0, $0.prices) }, catalog.coupons) }
        if let product = catalog.product(key) { return ([(product, product.prices)], []) }
        if let found = catalog.find(key) { return ([(found.product, [found.price])], []) }
        if let coupon = catalog.coupon(key) { return ([], [coupon]) }
        let names =
            catalog.products.flatMap { product in [product.key] + product.prices.map(product.reference) }
            + catalog.coupons.map(\.key)
        let meant = NearestName.of(key, among: names).map { "; did you mean `\($0)`?" }
        throw CommandFailure(.usage, "\(file) has no product, price or coupon '\(key)'\(meant ?? ".")")
    }
}
