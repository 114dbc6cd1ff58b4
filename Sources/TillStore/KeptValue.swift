import Synchronization

/// What a write returned, kept until it is durable.
final class KeptValue<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    func keep(_ value: Value) { stored.withLock { $0 = value } }

    func value() throws -> Value {
        guard let value = stored.withLock({ $0 }) else {
            throw StoreError(.unavailable, "the write ended without a result")
        }
        return value
    }
}
