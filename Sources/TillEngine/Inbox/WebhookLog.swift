import Synchronization
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the webhooks of each account were like since the server started.
///
/// In memory only, and little of it: requests that are not genuine can be sent by anybody, and are never stored.
final class WebhookLog: Sendable {
    /// How many refused requests are remembered.
    static let mostRefusals = 20
    /// From how many signatures it is told how far two clocks are apart.
    private static let mostOffsets = 16
    /// How far apart two clocks may be before it is told as a trouble, in seconds: a fifth of what is still accepted.
    static let worrying: Int64 = 60

    private let accounts = Mutex<[ProviderAccount: Account]>([:])

    private struct Account {
        var lastAt: Date?
        var refused: [WebhookRefusal.Reason: Int] = [:]
        var refusals: [HealthReader.RefusedWebhook] = []
        var offsets: [Int64] = []
        var secrets: [Int: Date] = [:]

        /// A message is never here before it was signed, and may come late: the quickest tells most.
        var skew: Int64? { offsets.min() }

        /// Returns how far the clocks are apart when that has just become a trouble.
        mutating func note(_ signature: WebhookSignature, at now: Date) -> Int64? {
            secrets[signature.secret] = now
            guard let signedAt = signature.signedAt else { return nil }
            let before = skew ?? 0
            offsets.append(Int64(now.timeIntervalSince(signedAt).rounded()))
            if offsets.count > WebhookLog.mostOffsets { offsets.removeFirst() }
            guard let skew, abs(skew) >= WebhookLog.worrying, abs(before) < WebhookLog.worrying else { return nil }
            return skew
        }
    }

    /// Remembers a genuine one.
    ///
    /// - Returns: How far ahead our clock is, in seconds, when that has just become a trouble; nil otherwise.
    func accepted(_ signature: WebhookSignature?, for account: ProviderAccount, at now: Date) -> Int64? {
        change(account) { known in
            known.lastAt = now
            return signature.flatMap { known.note($0, at: now) }
        }
    }

    /// Remembers one that was refused.
    ///
    /// - Returns: As ``accepted(_:for:at:)``, since a signature may hold and its time may not.
    func refused(_ refusal: WebhookRefusal, for account: ProviderAccount, at now: Date) -> Int64? {
        change(account) { known in
            known.refused[refusal.reason, default: 0] += 1
            known.refusals.append(
                HealthReader.RefusedWebhook(at: now, reason: refusal.reason.rawValue, help: refusal.description))
            if known.refusals.count > Self.mostRefusals { known.refusals.removeFirst() }
            return refusal.signature.flatMap { known.note($0, at: now) }
        }
    }

    private func change(_ account: ProviderAccount, _ body: (inout Account) -> Int64?) -> Int64? {
        accounts.withLock { body(&$0[account, default: Account()]) }
    }

    /// How an account's webhooks stand.
    func standing(of account: ProviderAccount) -> HealthReader.Webhooks {
        let known = accounts.withLock { $0[account] } ?? Account()
        return HealthReader.Webhooks(
            provider: account.provider, account: account.account, lastAt: known.lastAt,
            refused: Dictionary(uniqueKeysWithValues: known.refused.map { ($0.key.rawValue, $0.value) }),
            clockSkewSeconds: known.skew, lastRefused: known.refusals.reversed(),
            secrets: known.secrets.sorted { $0.key < $1.key }.map {
                HealthReader.UsedSecret(number: $0.key, lastUsedAt: $0.value)
            })
    }
}
