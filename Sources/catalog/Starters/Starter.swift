import ArgumentParser

/// A first `products.yaml` to begin with.
enum Starter: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Things that are paid once and last a while.
    case jobBoard = "job-board"
    /// Plans that are paid by the month or the year.
    case saas
    /// Credits that are bought in packs and used up.
    case credits
    /// Goods that are sent to the buyer.
    case shop

    /// What it is for, in a few words.
    var purpose: String {
        switch self {
        case .jobBoard: "listings that are paid once, extras beside them, a subscription for employers"
        case .saas: "a free plan and two paid ones, by month or year, with trials, seats and features"
        case .credits: "credits in packs or by subscription, for what is used up bit by bit"
        case .shop: "goods that are shipped, in two currencies, with taxes and a coupon"
        }
    }

    /// The whole file.
    var text: String {
        switch self {
        case .jobBoard: Starter.jobBoardText
        case .saas: Starter.saasText
        case .credits: Starter.creditsText
        case .shop: Starter.shopText
        }
    }
}
