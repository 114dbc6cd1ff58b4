/// An item of a cart as the catalog knows it.
struct CartLine: Sendable {
    /// Where it stands in the cart, such as `items[0]`.
    let field: String
    let product: Product
    let price: Price
    var quantity: Int64
    /// What the buyer chose to pay, as given.
    let amount: Cart.Item.Amount?

    var reference: String { product.reference(to: price) }
    var isMetered: Bool { price.meter != nil }
}
