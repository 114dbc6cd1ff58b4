import ArgumentParser
import TillModel

/// `catalog quote`: what a cart costs, and why.
struct QuoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote",
        abstract: "What a cart costs, and why: tiers, coupons, taxes, trials, renewals.",
        discussion: """
            Reads the file only: no network, no keys, nothing is changed. An item is
              REFERENCE[=AMOUNT][:QUANTITY]
            with pro/monthly, or job_posting for a product's default price, as its reference; an amount where the \
            buyer chooses it; and 1 as the quantity when none is given. Of what is metered, the quantity is what one \
            expects to use.

            EXAMPLES
              catalog quote job_posting email_blast:2 pro/monthly:3
              catalog quote pro/yearly --coupon LAUNCH20 --country DE
              catalog quote tip=7.50 --currency EUR --json

            Exit status: 0 done, 3 the file is not valid or the cart has no price.
            """)

    @Argument(help: ArgumentHelp("What is in the cart.", valueName: "item"))
    var items: [String]

    @Option(name: .customLong("coupon"), help: "A coupon code as a buyer types it; may be repeated.")
    var coupons: [String] = []

    @Option(help: "The buyer's country, such as DE.")
    var country: String?

    @Option(help: "The buyer's region, such as US-CA.")
    var region: String?

    @Option(help: "The currency to pay in, such as EUR.")
    var currency: String?

    @Option(help: "The provider that takes the payment.")
    var provider: String?

    @Option(name: .customLong("owns"), help: "The key of a product that the buyer owns; may be repeated.")
    var owned: [String] = []

    @Option(help: "The day on which it is sold, such as 2027-01-01; today when left out.")
    var at: String?

    @Flag(help: "The buyer has bought nothing before.")
    var firstPurchase = false

    @Option(help: "The catalog file.")
    var file = "products.yaml"

    @Flag(help: "Print the quote as JSON.")
    var json = false

    @OptionGroup var view: OverlayOptions

    func run() async throws {
        let items = try items.map(CartItemText.parse)
        let day = try at.map(Self.day)
        if let provider, !ProviderName.known.contains(ProviderName(rawValue: provider)) {
            let known = ProviderName.known.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "--provider is '\(provider)'; use one of \(known).")
        }
        let catalog = try CatalogFile.read(file, view, orElse: "nothing is quoted")
        let cart = Cart(
            items: items, coupons: coupons, currency: currency, country: country, region: region,
            provider: provider.map(ProviderName.init(rawValue:)),
            today: try day ?? CatalogDay.day(of: Bootstrap.clock.now(), in: catalog.contents.timeZone),
            isFirstPurchase: firstPurchase ? true : nil, owned: Set(owned))
        do {
            let quote = try PricingEngine(catalog).quote(cart)
            if json {
                try Output.json("quote", ["quote": quote])
            } else {
                Output.standardOutput(QuoteView.text(quote))
            }
        } catch let error as QuoteError {
            if json {
                try Output.json("quote", ok: false, status: .invalid, ["error": QuoteErrorAnswer(error)])
            }
            throw CommandFailure(.invalid, "\(error.field): \(error)")
        }
    }

    private static func day(_ text: String) throws(CommandFailure) -> CalendarDate {
        guard let day = CalendarDate(text) else {
            throw CommandFailure(.usage, "--at is '\(text)'; write a day such as 2027-01-01.")
        }
        return day
    }
}
