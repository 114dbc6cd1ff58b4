/// Every key that the format gives a meaning, in whichever map.
///
/// Reading turns a written key into one of these once; from then on keys are compared as numbers, and a misspelled
/// key in a reader does not compile.
package enum KeyName: UInt8, Sendable, Hashable, CaseIterable {
    // The file.
    case version, timezone, locales, include, defaults, policy, features, meters, credits, groups, products, coupons
    case taxes, providers, overlays, owner

    // Defaults and policy.
    case currency, provider, tax, annualNotDearer, taxCodePresent, descriptionPresent, translationsComplete, maxChange
    case waivers, rule, subject, reason

    // Products, and what they refer to.
    case name, description, type, price, prices, duration, upsells, addOns, requires, excludes, bundle, badge, image
    case url, order, taxCode, shippable, perOrder, metadata, enabled, visible, was, i18n, stripe
    case limit, meter, unit, aggregate, defaultProduct, product, coupon, lasts

    // Prices.
    case amount, every, trial, also, per, quantity, min, max, preset, setupFee, countries, effective, until, schedule
    case existing, package, graduated, volume, custom, upTo, each, flat, length, paymentMethod, on

    // Coupons.
    case percentOff, amountOff, freeTrial, minimum, firstPurchase, from, maxRedemptions, maxPerCustomer, stacks, codes
    case auto

    // Taxes, providers, overlays.
    case rate, account, environments, events, file, dev, test, live

    // The customer portal.
    case portal, headline, privacyUrl, termsUrl, returnUrl, details, invoices, paymentMethods, cancel, switchTo
    case changeQuantity, promotionCodes, proration, downgrade

    // The lock file.
    case environment, id, interval, count, serial, mode, objects, retired, fields, generation, verified, key, at
}

extension KeyName {
    /// The key as a file writes it.
    package var name: String { KeyName.names[Int(rawValue)] }

    /// The key of that name; nil when the format has none.
    static func of(_ bytes: ArraySlice<UInt8>) -> KeyName? {
        for key in buckets[Int(hash(bytes))] where utf8[Int(key.rawValue)].elementsEqual(bytes) { return key }
        return nil
    }

    private static let names = allCases.map { key -> String in
        switch key {
        case .subject: "for"
        case .defaultProduct: "default"
        default: snakeCase("\(key)")
        }
    }

    private static let utf8 = names.map { Array($0.utf8) }

    private static let buckets: [[KeyName]] = {
        var buckets = [[KeyName]](repeating: [], count: 256)
        for key in allCases { buckets[Int(hash(utf8[Int(key.rawValue)][...]))].append(key) }
        return buckets
    }()

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { result, letter in
            if letter.isUppercase { result += "_" }
            result += letter.lowercased()
        }
    }

    /// Length, first, middle and last letter tell most names apart; what shares a bucket is compared in full.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        guard let first = bytes.first, let last = bytes.last else { return 0 }
        let middle = bytes[bytes.startIndex + bytes.count / 2]
        return first &* 31 &+ last &* 17 &+ middle &* 5 &+ UInt8(truncatingIfNeeded: bytes.count) &* 7
    }
}
