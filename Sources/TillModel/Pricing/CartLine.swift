/// An item of a cart as the catalog knows it.
package struct CartLine: Sendable {
    /// Where it stands in the cart, such as `items[0]`.
    package let field: String
    package let product: Product
    package let price: Price
    package internal(set) var quantity: Int64
    /// What the buyer chose to pay, as given.
    let amount: Cart.Item.Amount?

    package var reference: String { product.reference(to: price) }
    var isMetered: Bool { price.meter != nil }
}
