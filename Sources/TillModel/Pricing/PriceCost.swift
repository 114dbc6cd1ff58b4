/// What a quantity costs at a price, with the steps that lead there.
struct PriceCost: Sendable, Hashable {
    /// Rounded once, to the nearest smallest unit, halves to the even one.
    let subtotal: Money
    /// What one costs, as text.
    let unitAmount: String
    /// A line for each step.
    let steps: [String]

    init(subtotal: Money, unitAmount: String, steps: [String]) {
        self.subtotal = subtotal
        self.unitAmount = unitAmount
        self.steps = steps
    }

    /// The cost in the currency of `listed`, which is the price's amount for one: on the day, in the country, or the
    /// one that the buyer chose.
    init(of quantity: Int64, at price: Price, listed: Money) throws(MoneyError) {
        var bill = Bill(currency: listed.currency)
        switch price.scheme {
        case .perUnit, .custom:
            unitAmount = listed.description
            try bill.add(quantity, each: ExactAmount(listed))
        case .rate(let rates):
            let rate = PriceCost.rate(in: rates, listed.currency)
            unitAmount = rate.description
            try bill.add(quantity, each: rate)
        case .package(let size):
            let packages = PriceCost.packages(of: Int64(max(1, size)), for: quantity)
            unitAmount = "\(listed) per \(size)"
            try bill.add(packages, each: ExactAmount(listed), note: "\(quantity) in packages of \(size)")
        case .graduated(let tiers):
            unitAmount = "by tiers"
            try bill.add(quantity, graduated: tiers)
        case .volume(let tiers):
            let rate = try bill.add(quantity, volume: tiers)
            unitAmount = rate.description
        case .free:
            unitAmount = listed.description
            bill.steps.append("free")
        }
        let subtotal = try bill.sum.rounded()
        self.subtotal = subtotal
        let isRounded = ExactAmount(subtotal) != bill.sum
        if isRounded || bill.steps.count > 1 { bill.steps.append("together \(bill.sum)") }
        if isRounded { bill.steps[bill.steps.count - 1] += ", rounded to \(subtotal)" }
        steps = bill.steps
    }

    /// How many packages a quantity needs; one that was begun counts.
    private static func packages(of size: Int64, for quantity: Int64) -> Int64 {
        let (whole, rest) = quantity.quotientAndRemainder(dividingBy: size)
        return rest > 0 ? whole + 1 : whole
    }

    private static func rate(in rates: [UnitRate], _ currency: Currency) -> ExactAmount {
        rates.first { $0.currency == currency }.map(ExactAmount.init) ?? ExactAmount(.zero(currency))
    }

    /// Steps that add up.
    private struct Bill {
        let currency: Currency
        var sum: ExactAmount
        var steps: [String] = []

        init(currency: Currency) {
            self.currency = currency
            sum = ExactAmount(.zero(currency))
        }

        mutating func add(_ quantity: Int64, each rate: ExactAmount, note: String? = nil) throws(MoneyError) {
            let amount = try rate.multiplied(by: quantity)
            sum = try sum.adding(amount)
            steps.append("\(quantity) × \(rate) = \(amount)" + (note.map { " (\($0))" } ?? ""))
        }

        mutating func add(flat tier: PriceTier, note: String) throws(MoneyError) {
            guard let flat = tier.flat.first(where: { $0.currency == currency }), !flat.isZero else { return }
            sum = try sum.adding(ExactAmount(flat))
            steps.append("\(flat) once (\(note))")
        }

        /// Each tier that is reached: its units, and what it costs once.
        mutating func add(_ quantity: Int64, graduated tiers: [PriceTier]) throws(MoneyError) {
            var counted: Int64 = 0
            for (index, tier) in tiers.enumerated() {
                let end = index == tiers.count - 1 ? Int64.max : tier.upTo.map(Int64.init) ?? .max
                let units = min(quantity, end) - counted
                guard units > 0 else { continue }
                let note = PriceCost.span(from: counted, to: end)
                try add(units, each: PriceCost.rate(in: tier.each, currency), note: note)
                try add(flat: tier, note: note)
                counted += units
            }
            if steps.isEmpty { steps.append("none") }
        }

        /// The tier that the whole quantity reaches, for all of it.
        mutating func add(_ quantity: Int64, volume tiers: [PriceTier]) throws(MoneyError) -> ExactAmount {
            let index = tiers.firstIndex { $0.upTo.map { quantity <= Int64($0) } ?? true } ?? tiers.count - 1
            guard tiers.indices.contains(index) else { return ExactAmount(.zero(currency)) }
            let rate = PriceCost.rate(in: tiers[index].each, currency)
            let start = index == 0 ? 0 : tiers[index - 1].upTo.map(Int64.init) ?? 0
            let end = index == tiers.count - 1 ? Int64.max : tiers[index].upTo.map(Int64.init) ?? .max
            let note = PriceCost.span(from: start, to: end)
            try add(quantity, each: rate, note: note)
            if quantity > 0 { try add(flat: tiers[index], note: note) }
            return rate
        }
    }

    /// The units of a tier for a person: `1 to 10`, `11 and more`.
    private static func span(from counted: Int64, to end: Int64) -> String {
        let first = counted.addingReportingOverflow(1).partialValue
        return end == .max ? "\(first) and more" : "\(first) to \(end)"
    }
}
