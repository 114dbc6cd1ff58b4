import TillTesting

/// A catalog that chance has written, and edits as people do.
struct RandomCatalog {
    private struct Product {
        var isThere = true
        /// Two names that it goes back and forth between.
        var isRenamed = false
        var name = 1
        var hasDetails = false
        var monthly = 10
        /// What it costs a year; nil for no such price.
        var yearly: Int?
        var isYearlyFirst = false
    }

    private var products = [Product(), Product(), Product()]
    /// How much is taken off; nil for no coupon.
    private var percent: Int?
    /// How many features there are, and meters.
    private var features = 0
    private var meters = 0
    /// Whether there can be a portal.
    private let mayHavePortal: Bool
    /// What the portal lets customers do: nothing is said, not change, or change to anything.
    private var portal = 0

    init(_ random: inout SeededRandom, mayHavePortal: Bool) {
        self.mayHavePortal = mayHavePortal
        for _ in 0..<6 { edit(&random) }
    }

    /// Changes one thing.
    mutating func edit(_ random: inout SeededRandom) {
        let at = Int.random(in: 0..<products.count, using: &random)
        switch Int.random(in: 0..<(mayHavePortal ? 14 : 12), using: &random) {
        // The last one stays, since a catalog has something to sell.
        case 0...1: if at < 2 { products[at].isThere.toggle() }
        case 2: products[at].isRenamed.toggle()
        case 3: products[at].name = Int.random(in: 1...3, using: &random)
        case 4: products[at].hasDetails.toggle()
        case 5...6: products[at].monthly = Int.random(in: 1...3, using: &random) * 10
        case 7: products[at].yearly = Bool.random(using: &random) ? Int.random(in: 1...3, using: &random) * 100 : nil
        case 8: products[at].isYearlyFirst.toggle()
        case 9: percent = Bool.random(using: &random) ? Int.random(in: 1...3, using: &random) * 10 : nil
        case 10: features = Int.random(in: 0...2, using: &random)
        // What was set up once is managed from then on.
        case 12...13: portal = Int.random(in: 1...2, using: &random)
        default: meters = Int.random(in: 0...2, using: &random)
        }
    }

    /// The catalog as a file: every section is there, so that what left it is known to be meant.
    var text: String {
        var text = "features: {\((0..<features).map { " f\($0): Feature \($0)" }.joined(separator: ",")) }\n"
        text += "meters: {\((0..<meters).map { " m\($0): Meter \($0)" }.joined(separator: ",")) }\n"
        text += "coupons: {\(percent.map { " SALE: { percent_off: \($0) }" } ?? "") }\n"
        let there = products.enumerated().filter(\.element.isThere).map { $1.isRenamed ? "b\($0)" : "a\($0)" }
        if portal > 0 {
            let change = portal == 2 ? ", switch_to: [\(there.joined(separator: ", "))], change_quantity: true" : ""
            text += "providers: { stripe: { portal: { cancel: at_period_end\(change) } } }\n"
        }
        text += "products:\n"
        for (number, product) in products.enumerated() where product.isThere {
            let (key, former) = product.isRenamed ? ("b\(number)", "a\(number)") : ("a\(number)", "b\(number)")
            text += "  \(key):\n    was: \(former)\n    name: Name \(product.name)\n"
            if product.hasDetails { text += "    description: More of it\n" }
            text += "    prices:\n"
            let monthly = "      m: { price: \(product.monthly).00 USD, every: month }\n"
            let yearly = product.yearly.map { "      y: { price: \($0).00 USD, every: year }\n" } ?? ""
            text += product.isYearlyFirst ? yearly + monthly : monthly + yearly
        }
        return text
    }
}
