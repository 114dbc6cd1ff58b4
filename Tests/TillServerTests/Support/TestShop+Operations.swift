import NIOHTTP1
import ServiceLifecycle
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension TestShop {
    /// An order of 99.00 USD that was paid, and its payment.
    func paidOrder(_ product: String = "job_posting") async throws -> (order: Order.ID, payment: Payment) {
        let (order, page) = try await begin(product)
        #expect(try await pay(page).status == 303)
        let story = try await settled(order)
        return (order, try #require(story.payments.first))
    }

    var refunds: RefundService {
        get throws { try #require(engine).refunds }
    }

    /// Asks for faults of the sandbox's.
    func fault(_ json: String) async throws {
        let answer = try await ask(
            .POST, "\(sandboxURL)/sandbox/faults", headers: [("Content-Type", "application/json")], body: json)
        #expect(answer.status == 200, "\(answer.body)")
    }

    /// Asks the sandbox as somebody does who has the key: a person at the dashboard.
    func atProvider(_ method: HTTPMethod, _ path: String, form: String? = nil) async throws -> Answer {
        try await ask(
            method, "\(sandboxURL)\(path)",
            headers: [
                ("Authorization", "Bearer \(secretKey)"), ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: form)
    }

    /// How much was given back of a payment, at the provider, in minor units, refund by refund.
    func refundsAtProvider(of payment: Payment) async throws -> [Int] {
        let answer = try await atProvider(.GET, "/v1/refunds?limit=100&payment_intent=\(payment.remoteID)")
        struct List: Decodable {
            struct Refund: Decodable { let amount: Int }
            let data: [Refund]
        }
        return try JSONDecoder().decode(List.self, from: Data(answer.body.utf8)).data.map(\.amount)
    }

    /// How much of a payment is kept back.
    func reserved(_ payment: Payment) async throws -> Int {
        try await count("SELECT reserved AS n FROM payment WHERE id = '\(payment.id)'")
    }

    func operation(_ key: IdempotencyKey) async throws -> OperationTable.Stored? {
        try await store.read { try OperationTable($0).find(key, tenant: "default") }
    }

    /// Waits until an operation has a status and nobody is at it.
    @discardableResult
    func until(_ key: IdempotencyKey, is status: OperationTable.Status) async throws -> OperationTable.Stored {
        try await until { connection in
            guard let operation = try OperationTable(connection).find(key, tenant: "default"),
                operation.status == status, operation.token == nil
            else { return nil }
            return operation
        }
    }

    /// Runs the services of another engine on the same database, as a server does that starts anew.
    func restarted(_ body: () async throws -> Void) async throws {
        let engine = try #require(try engineOver?(store))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in engine.workers.prefix(1) { group.addTask { try await worker.run() } }
            try await body()
            group.cancelAll()
        }
    }
}
