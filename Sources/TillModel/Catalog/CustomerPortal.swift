/// What customers may do by themselves on the provider's own pages.
///
/// What the file does not allow is not offered there.
public struct CustomerPortal: Sendable, Hashable {
    /// What customers may change about themselves.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        case address, email, name, phone, shipping
        case taxID = "tax_id"
    }

    /// When a subscription that a customer cancels ends.
    public enum Cancellation: String, Sendable, Hashable, CaseIterable {
        /// When what is paid for is used up.
        case atPeriodEnd = "at_period_end"
        case immediately
    }

    /// What becomes of the difference in price when a customer changes to another product or quantity.
    public enum Proration: String, Sendable, Hashable, CaseIterable {
        /// It is not asked for.
        case none
        /// It is on the next invoice.
        case nextInvoice = "next_invoice"
        /// It is paid when the change is made.
        case atOnce = "now"
    }

    /// The line above everything, 60 characters at most; nil for the provider's own.
    public var headline: String?
    /// Where the privacy policy is; nil to name none.
    public var privacyURL: String?
    /// Where the terms of service are; nil to name none.
    public var termsURL: String?
    /// Where customers go back to; nil to offer no way back.
    public var returnURL: String?
    /// What customers may change about themselves, each once.
    public var details: Set<Detail>
    /// Whether customers see what they paid.
    public var showsInvoices: Bool
    /// Whether customers may change how they pay.
    public var changesPaymentMethods: Bool
    /// When what a customer cancels ends; nil where customers cannot cancel there.
    public var cancellation: Cancellation?
    /// The keys of the products that customers may change to, ten at most; empty where they may not change.
    public var products: [String]
    /// Whether customers may also change how many they have of those products.
    public var changesQuantity: Bool
    /// Whether customers may enter promotion codes when they change.
    public var takesCodes: Bool
    /// What becomes of the difference in price.
    public var proration: Proration
    /// Whether a change to something cheaper, or to something that renews more often, waits for the period's end.
    public var defersDowngrades: Bool

    /// A portal that shows invoices and lets customers change how they pay.
    public init(
        headline: String? = nil, privacyURL: String? = nil, termsURL: String? = nil, returnURL: String? = nil,
        details: Set<Detail> = [], showsInvoices: Bool = true, changesPaymentMethods: Bool = true,
        cancellation: Cancellation? = nil, products: [String] = [], changesQuantity: Bool = false,
        takesCodes: Bool = false, proration: Proration = .nextInvoice, defersDowngrades: Bool = false
    ) {
        self.headline = headline
        self.privacyURL = privacyURL
        self.termsURL = termsURL
        self.returnURL = returnURL
        self.details = details
        self.showsInvoices = showsInvoices
        self.changesPaymentMethods = changesPaymentMethods
        self.cancellation = cancellation
        self.products = products
        self.changesQuantity = changesQuantity
        self.takesCodes = takesCodes
        self.proration = proration
        self.defersDowngrades = defersDowngrades
    }
}
