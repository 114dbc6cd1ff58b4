import Crypto
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request that carries an Idempotency-Key: the first of a key is done, and the others are the same request again.
package struct KeyedRequest: Sendable {
    /// Whose key it is, and for which route.
    package let scope: String
    /// The caller's key.
    package let key: String
    /// What the request asks for, shortened to a digest: the same key must ask for the same.
    let fingerprint: String

    /// How long whoever began a request is believed to be at it.
    private static let lease: TimeInterval = 60

    /// - Throws: When the key cannot be kept.
    package init(scope: String, key: String, parts: [String]) throws(OperationRefusal) {
        guard (1...255).contains(key.utf8.count) else {
            throw OperationRefusal(.idempotencyKeyRequired, "Send an Idempotency-Key of 1 to 255 characters.")
        }
        self.scope = scope
        self.key = key
        var hash = SHA256()
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        fingerprint = hash.finalize().map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// Writes what the request asks for, in the same transaction as its key; for a key that was used before, only says
    /// which operation it began.
    ///
    /// - `body`: Writes the operation.
    func begin(
        tenant: String, at now: Date, on connection: any SQLConnection,
        _ body: () throws -> (operation: IdempotencyKey, order: Order.ID)
    ) throws -> (operation: IdempotencyKey, isReplay: Bool) {
        let table = IdempotencyTable(connection)
        let until = now.addingTimeInterval(Self.lease)
        if let known = try table.find(scope: scope, key: key, tenant: tenant) {
            guard known.fingerprint == fingerprint else {
                throw OperationRefusal(
                    .idempotencyKeyReused, "This Idempotency-Key was used for another request; use a new one.")
            }
            guard known.leaseUntil <= now, let operation = known.response else {
                throw OperationRefusal(
                    .requestInProgress, "A request with this Idempotency-Key is going on; ask again shortly.")
            }
            try table.lease(scope: scope, key: key, tenant: tenant, until: until)
            return (IdempotencyKey(rawValue: operation), true)
        }
        let (operation, order) = try body()
        try table.insert(
            scope: scope, key: key, tenant: tenant, fingerprint: fingerprint, order: order, leaseUntil: until, at: now)
        try table.complete(scope: scope, key: key, tenant: tenant, response: operation.rawValue)
        return (operation, false)
    }

    /// Lets the same key ask again how its operation stands.
    func end(tenant: String, at now: Date, on connection: any SQLConnection) throws {
        try IdempotencyTable(connection).lease(scope: scope, key: key, tenant: tenant, until: now)
    }
}
