import Till

/// Looks at every checkout before its order is written.
public func setUp(_ till: inout Setup) {
    till.beforeCheckout { checkout in
        if checkout.customer.email?.hasSuffix("@competitor.example") == true {
            checkout.refuse("We do not sell to you.")
        }
        checkout.addMetadata(checkout.items.count > 1 ? "bundle" : "single", for: "cart")
    }
}
