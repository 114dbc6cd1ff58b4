/// A country's or a region's tax, for providers that do not work it out.
public struct TaxRate: Sendable, Hashable {
    /// What buyers read, such as `VAT`; nil when the file does not say.
    public let name: String?
    /// The part that is added to, or is in, a price.
    public let rate: Percentage
    /// Other parts for certain tax codes.
    public let codes: [String: Percentage]

    /// A tax with its general rate.
    public init(name: String? = nil, rate: Percentage, codes: [String: Percentage] = [:]) {
        self.name = name
        self.rate = rate
        self.codes = codes
    }

    /// The rate for goods of a tax code; the general one for those without.
    public func rate(for taxCode: String?) -> Percentage { taxCode.flatMap { codes[$0] } ?? rate }
}
