import TillModel
import TillStore

/// Finds the order a fact is about, and believes no more than it must.
///
/// An order is found by a provider's object that is recorded on it. What a message claims in its own metadata
/// counts only while our own operation for that order is open, and only in the same tenant, account and mode.
struct OrderFinder {
    private let connection: any SQLConnection
    private let account: ProviderAccount

    init(_ connection: any SQLConnection, account: ProviderAccount) {
        self.connection = connection
        self.account = account
    }

    enum Finding: Sendable, Hashable {
        case order(Order.ID)
        /// The message is about something that is none of ours.
        case unrelated
        /// The message is about an object that we may still hear of.
        case missing(String)
        /// The message names an order that it has no claim to.
        case foreign(String)
    }

    func find(_ subject: ProviderFact.Subject, isOrphanExpected: Bool) throws -> Finding {
        let objects = RemoteObjectTable(connection)
        if let session = subject.session {
            guard let order = try objects.order(of: session, in: account) else { return try claimed(subject) }
            for object in subject.objects {
                if let other = try objects.order(of: object, in: account), other != order {
                    return .foreign("session \(session) is order \(order)'s, but \(object) is order \(other)'s")
                }
            }
            return .order(order)
        }
        for object in subject.objects {
            if let order = try objects.order(of: object, in: account) { return .order(order) }
        }
        if isOrphanExpected, subject.claim == nil {
            return subject.objects.first.map(Finding.missing) ?? .unrelated
        }
        return try claimed(subject)
    }

    private func claimed(_ subject: ProviderFact.Subject) throws -> Finding {
        guard let claim = subject.claim else { return .unrelated }
        guard claim.tenant == account.tenant else {
            return .foreign("it names an order of tenant '\(claim.tenant)'")
        }
        guard let stored = try OrderTable(connection).find(claim.order, tenant: account.tenant) else {
            return .missing(claim.order.rawValue)
        }
        guard stored.order.account == account else {
            return .foreign("order \(claim.order) belongs to another account or mode")
        }
        guard try OperationTable(connection).isCheckoutOpen(order: claim.order, tenant: account.tenant) else {
            // Not believed, but the message that names its objects may still come: it goes by the page, which is
            // recorded even where we sent nobody to it. The last of them lasts longest, as a subscription does beside
            // its invoice.
            if subject.session == nil, let object = subject.objects.last { return .missing(object) }
            return .foreign("order \(claim.order) waits for nothing, and none of these objects is recorded on it")
        }
        if let session = subject.session, let own = stored.sessionID, own != session {
            return .foreign("order \(claim.order) has session \(own), not \(session)")
        }
        return .order(claim.order)
    }
}
