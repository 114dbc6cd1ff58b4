import TillModel
import TillProviders
import TillStore

/// What a message means, worked out from its bytes before a transaction begins.
enum MessageReading: Sendable {
    case facts([ProviderFact])
    case ended(InboxOutcome)

    /// Reads a message, and before it what was fetched for it.
    init(_ row: InboxTable.Stored, fetched: [UInt8]?, by providers: ProviderRegistry) {
        guard let provider = providers.provider(for: row.account) else {
            self = .ended(.dead(DeadLetter(.unknownAccount, "no such account is configured")))
            return
        }
        do throws(UnreadableEvent) {
            var facts: [ProviderFact] = []
            if let fetched { facts += try provider.facts(in: fetched).map(\.asFetched) }
            facts += try provider.facts(in: row.body)
            self = facts.isEmpty ? .ended(.ignored("unmapped")) : .facts(facts)
        } catch {
            self = .ended(.dead(DeadLetter(.unparsed, "\(error)")))
        }
    }
}
