/// One step of a tiered price.
public struct PriceTier: Sendable, Hashable {
    /// The last unit of the tier; nil for the last tier.
    public let upTo: Int?
    /// What each unit in it costs, one for each currency of the price, in the order of its amounts.
    public let each: [UnitRate]
    /// What is paid once when the tier is reached, one for each currency; empty for nothing.
    public let flat: [Money]

    /// A tier up to a unit, that one included.
    public init(upTo: Int?, each: [UnitRate], flat: [Money] = []) {
        self.upTo = upTo
        self.each = each
        self.flat = flat
    }
}
