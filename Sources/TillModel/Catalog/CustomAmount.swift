/// The bounds of an amount that the buyer chooses.
public struct CustomAmount: Sendable, Hashable {
    /// The least, one for each currency.
    public let minimum: [Money]
    /// The most, one for each currency; empty for no bound.
    public let maximum: [Money]
    /// What is offered at first, one for each currency; empty for nothing.
    public let preset: [Money]

    /// Bounds in the currencies of `minimum`.
    public init(minimum: [Money], maximum: [Money] = [], preset: [Money] = []) {
        self.minimum = minimum
        self.maximum = maximum
        self.preset = preset
    }
}
