extension Price {
    /// Whether customers can change to it from another subscription: what recurs and is not measured.
    package var canBeChangedTo: Bool { interval != nil && meter == nil }

    /// Why a checkout cannot sell it yet, although it can be quoted; nil for what can be sold.
    package var unsoldReason: String? {
        if meter != nil { return "what is paid by use" }
        if !setupFees.isEmpty { return "a setup fee" }
        if !countries.isEmpty { return "amounts that depend on the buyer's country" }
        switch scheme {
        case .perUnit: return nil
        case .rate: return "an amount below the currency's smallest unit"
        case .package: return "packages"
        case .graduated, .volume: return "tiers"
        case .custom: return "an amount that the buyer chooses"
        case .free: return "nothing to pay"
        }
    }
}
