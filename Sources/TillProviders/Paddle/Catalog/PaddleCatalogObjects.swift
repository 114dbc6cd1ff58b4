import TillModel

/// What a catalog is at Paddle: every product, price and discount that should be there.
///
/// Pure. A setup fee is a price of its own at checkout and is no part of another one.
struct PaddleCatalogObjects {
    private let catalog: Catalog
    private let addresses: CatalogAddresses
    /// What is sold through Paddle.
    private let products: [Product]

    init(_ catalog: Catalog, addresses: CatalogAddresses) {
        self.catalog = catalog
        self.addresses = addresses
        products = catalog.products.filter { product in
            let providers = product.providers.isEmpty ? catalog.contents.defaultProviders : product.providers
            return providers.contains(.paddle)
        }
    }

    /// Every object, in the order in which they are made.
    var all: [CatalogObject] {
        (products.map(product) + products.flatMap { product in product.prices.map { price($0, of: product) } }
            + catalog.contents.coupons.filter(isUsed).flatMap(discounts))
            .sorted { $0.key < $1.key }
    }

    private func isUsed(_ coupon: Coupon) -> Bool {
        // Days before the first payment are the checkout's to give, not a discount's.
        if case .freeTrial = coupon.reduction { return false }
        return coupon.isEnabled && (coupon.providers.isEmpty || coupon.providers.contains(.paddle))
    }

    // MARK: - What is sold

    private func product(_ product: Product) -> CatalogObject {
        let key = CatalogObjectKey(.product, product.key)
        do throws(Unsupported) {
            return CatalogObject(
                key, fields: try Self.fields(product), formerName: product.formerKey,
                adoptedID: product.adopted[.paddle])
        } catch {
            return CatalogObject(key, fields: [:], unsupported: error.description)
        }
    }

    private static func fields(_ product: Product) throws(Unsupported) -> [String: CatalogValue] {
        guard !product.isShippable else { throw Unsupported("Paddle sells nothing that is sent to the buyer") }
        var fields = try PaddleCustomData.fields(of: product.metadata)
        fields["name"] = .text(try PaddleText.checked(product.name, "name of a product", most: 200))
        if let details = product.details {
            fields["description"] = .text(try PaddleText.checked(details, "description of a product", most: 2_048))
        }
        fields["tax_category"] = .text(product.taxCode.flatMap { taxCategories.contains($0) ? $0 : nil } ?? "standard")
        if let image = product.image {
            guard image.hasPrefix("https://") else {
                throw Unsupported("Paddle shows pictures from https:// addresses only")
            }
            fields["image_url"] = .text(image)
        }
        return fields
    }

    /// The kinds of goods that Paddle taxes; what the file says of another table of kinds is not for Paddle.
    private static let taxCategories: Set = [
        "digital-goods", "ebooks", "implementation-services", "professional-services", "saas",
        "software-programming-services", "standard", "training-services", "website-hosting",
    ]

    private func price(_ price: Price, of product: Product) -> CatalogObject {
        let key = CatalogObjectKey(.price, product.reference(to: price))
        let dependsOn = [CatalogObjectKey(.product, product.key)]
        do throws(Unsupported) {
            return CatalogObject(
                key, fields: try PaddlePriceFields.make(price, of: product, catalog: catalog), dependsOn: dependsOn,
                formerName: formerName(of: price, of: product), existing: price.existing,
                adoptedID: price.adopted[.paddle], terms: PaddlePriceFields.terms(price))
        } catch {
            return CatalogObject(key, fields: [:], dependsOn: dependsOn, unsupported: error.description)
        }
    }

    /// What a price was called before it, or its product, got another key; nil when neither did.
    private func formerName(of price: Price, of product: Product) -> String? {
        guard price.formerKey != nil || product.formerKey != nil else { return nil }
        let (product, price) = (product.formerKey ?? product.key, price.formerKey ?? price.key)
        return price == Product.defaultPriceKey ? product : "\(product)/\(price)"
    }

    // MARK: - Discounts

    /// A discount for each code that buyers may type at Paddle, or one that our own checkout takes off.
    ///
    /// The name depends on nothing but the code: a discount never takes over the code of another one, which Paddle
    /// would refuse while both are active.
    private func discounts(_ coupon: Coupon) -> [CatalogObject] {
        let scope = PaddleDiscountScope(coupon, sold: products)
        // What it is for is sold elsewhere.
        guard !scope.prices.isEmpty else { return [] }
        let codes: [String?] = coupon.isCheckedByPaddle && !coupon.codes.isEmpty ? coupon.codes : [nil]
        return codes.enumerated().map { position, code in
            let name = code.map { $0 == coupon.key.uppercased() ? coupon.key : "\(coupon.key)/\($0)" } ?? coupon.key
            let key = CatalogObjectKey(.coupon, name)
            do throws(Unsupported) {
                let fields = try PaddleDiscountFields.make(
                    coupon, code: code, scope: scope, midnight: addresses.midnight)
                return CatalogObject(
                    key, fields: fields, dependsOn: scope.targets,
                    adoptedID: position == 0 ? coupon.adopted[.paddle] : nil)
            } catch {
                return CatalogObject(key, fields: [:], unsupported: error.description)
            }
        }
    }
}

extension Coupon {
    /// Whether Paddle can hold buyers to all of its rules; where not, only our own checkout gives it.
    fileprivate var isCheckedByPaddle: Bool {
        minimum.isEmpty && !isFirstPurchaseOnly && maxPerCustomer == nil && from == nil
    }
}
