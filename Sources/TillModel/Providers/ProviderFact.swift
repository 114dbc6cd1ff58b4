#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a provider's message means, in our words.
///
/// An adapter reports facts; the engine decides what becomes of them. A fact may arrive any number of
/// times and in any order.
package struct ProviderFact: Sendable, Hashable {
    /// What it is about.
    package let subject: Subject
    /// The provider's time of it.
    package let occurredAt: Date
    package let change: Change
    /// Whether the provider was asked for it, and did not send it: then it is the truth as of its time.
    package let isFetched: Bool

    package init(subject: Subject, occurredAt: Date, change: Change, isFetched: Bool = false) {
        self.subject = subject
        self.occurredAt = occurredAt
        self.change = change
        self.isFetched = isFetched
    }

    /// The same fact, read from what was asked for.
    package var asFetched: ProviderFact {
        ProviderFact(subject: subject, occurredAt: occurredAt, change: change, isFetched: true)
    }

    /// How an order can be found for a fact.
    package struct Subject: Sendable, Hashable {
        /// The provider's session, where the message is about one.
        package let session: String?
        /// The provider's other objects that belong to the same order, the most telling first.
        package let objects: [String]
        /// What the message's own metadata claims; believed only while our operation is open.
        package let claim: OwnershipClaim?

        package init(session: String? = nil, objects: [String], claim: OwnershipClaim?) {
            self.session = session
            self.objects = objects
            self.claim = claim
        }
    }

    /// What became true at the provider.
    package enum Change: Sendable, Hashable {
        case checkoutCompleted(Completion)
        case checkoutExpired
        /// The page was finished with a payment that takes time, and that payment failed: the page is over unpaid.
        case checkoutFailed(remoteID: String, amounts: ReportedAmounts, reason: String)
        case paymentProcessing(remoteID: String, amounts: ReportedAmounts)
        case paymentSucceeded(remoteID: String, amounts: ReportedAmounts)
        case paymentFailed(remoteID: String, amounts: ReportedAmounts, reason: String)
        /// A payment has another name, by which later messages call it.
        case paymentAlias(remoteID: String, alias: String)
        /// How much of a payment was given back so far.
        case paymentRefunded(remoteID: String, refunded: Money)
        /// Money given back; `claim` is the refund of ours that the object's metadata names.
        case refund(
            remoteID: String, payment: String, total: Money, status: Refund.Status, claim: Refund.ID? = nil)
        case subscription(SubscriptionState, SubscriptionNews)
        /// A later period of a subscription was paid.
        case renewalPaid(subscription: String, payment: String, amounts: ReportedAmounts)
        /// A period of a subscription was not paid.
        case renewalFailed(subscription: String, payment: String, amounts: ReportedAmounts, reason: String)
    }

    /// How a visit to the payment page ended.
    package struct Completion: Sendable, Hashable {
        package enum Outcome: Sendable, Hashable {
            /// The money has moved.
            case paid
            /// The money is on its way.
            case processing
            /// There was nothing to pay, as when a trial begins.
            case nothingDue
        }

        package let outcome: Outcome
        package let amounts: ReportedAmounts
        /// The payment, where there is one.
        package let payment: String?

        package init(outcome: Outcome, amounts: ReportedAmounts, payment: String?) {
            self.outcome = outcome
            self.amounts = amounts
            self.payment = payment
        }
    }

    /// A subscription as the message describes it.
    package struct SubscriptionState: Sendable, Hashable {
        package let remoteID: String
        package let status: Subscription.Status
        package let cancelsAtPeriodEnd: Bool
        package let currentPeriodEndsAt: Date?

        package init(
            remoteID: String, status: Subscription.Status, cancelsAtPeriodEnd: Bool, currentPeriodEndsAt: Date?
        ) {
            self.remoteID = remoteID
            self.status = status
            self.cancelsAtPeriodEnd = cancelsAtPeriodEnd
            self.currentPeriodEndsAt = currentPeriodEndsAt
        }
    }

    /// Why a message about a subscription was sent.
    package enum SubscriptionNews: Sendable, Hashable {
        case changed, trialEnding
    }
}

/// The words in a provider object's metadata that say whose it is.
package struct OwnershipClaim: Sendable, Hashable {
    package let tenant: String
    package let order: Order.ID

    package init(tenant: String, order: Order.ID) {
        self.tenant = tenant
        self.order = order
    }

    /// The claim that an object's metadata makes; nil when it makes none.
    package init?(metadata: [String: String]) {
        guard let order = metadata[Self.orderKey].flatMap(Order.ID.init(rawValue:)),
            let tenant = metadata[Self.tenantKey]
        else { return nil }
        self.init(tenant: tenant, order: order)
    }

    /// What every object we make at a provider carries.
    package var metadata: [String: String] { [Self.orderKey: order.rawValue, Self.tenantKey: tenant] }

    /// The key under which a refund at a provider says which of ours it is.
    package static let refundKey = "till_refund"
    /// The key under which a refund at a provider says why it was made.
    package static let reasonKey = "till_reason"

    /// What a refund that we make carries.
    package func metadata(of refund: Refund.ID, reason: String) -> [String: String] {
        metadata.merging([Self.refundKey: refund.rawValue, Self.reasonKey: reason]) { $1 }
    }

    /// What our keys begin with; refused in everybody else's metadata.
    package static let reservedPrefix = "till_"
    private static let orderKey = "till_order"
    private static let tenantKey = "till_tenant"
}
