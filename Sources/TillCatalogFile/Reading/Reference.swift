/// A value that names something declared elsewhere, to be looked up once everything is known.
struct Reference {
    /// What it must be.
    enum Target {
        case product, recurring, productOrPrice, couponTarget, meter, credit, upsell, provider
        /// A feature, with whether a number of it is given.
        case feature(isCounted: Bool)
    }

    /// The name.
    let name: String
    /// What it must be.
    let target: Target
    /// Where it is written.
    let place: SourceSpan
    /// What names it: "product `pro`".
    let owner: Owner
    /// The key of the product that names it; nil when something else does.
    var product: String?
}
