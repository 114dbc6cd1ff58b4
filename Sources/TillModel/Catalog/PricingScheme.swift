/// How an amount follows from a quantity.
public enum PricingScheme: Sendable, Hashable {
    /// Each unit costs the price's amount.
    case perUnit
    /// Each unit costs a rate that is not a whole number of the smallest unit, one for each currency.
    case rate([UnitRate])
    /// Units are sold in packages of `size`; a package that was begun costs the whole amount.
    case package(size: Int)
    /// Each unit costs what the tier it falls into says; the tiers are ordered, and the last has no end.
    case graduated([PriceTier])
    /// All units cost what the tier of the whole quantity says; the tiers are ordered, and the last has no end.
    case volume([PriceTier])
    /// The buyer chooses the amount.
    indirect case custom(CustomAmount)
    /// It costs nothing, in every currency.
    case free
}
