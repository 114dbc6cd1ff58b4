import Foundation
import TillCatalogFile
import TillModel
import TillStore

/// Orders that wait for their payment, written as a checkout writes them, without asking a provider.
struct OrderSeeding: Sendable {
    private let catalogFile: String
    private let run: UInt64
    let madeAt = Date()
    private let account = ProviderAccount(
        tenant: ProviderAccount.defaultName, provider: .stripe, account: ProviderAccount.defaultName, mode: .test)

    /// - `catalogFile`: Its `job_posting` is what is bought: the sample hook does something for it.
    init(catalogFile: String, run: UInt64) {
        self.catalogFile = catalogFile
        self.run = run
    }

    func make(_ count: Int, in store: some Store) async throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: catalogFile)))
        guard let catalog = CatalogReader().read(bytes, file: catalogFile).catalog,
            let product = catalog.product("job_posting")
        else { throw ServerProcess.Failure("\(catalogFile) does not sell job_posting") }
        let price = product.prices[0]
        let item = try LineItem(product: product, price: price, unitPrice: price.amount, quantity: 1)
        for start in stride(from: 0, to: count, by: 10_000) {
            try await store.write { connection in
                for number in start..<min(start + 10_000, count) {
                    let order = try Order(
                        id: id(of: number), account: account, items: [item],
                        customer: Order.Customer(email: "zoe@example.com"), catalogHash: "\(catalog.contentHash)",
                        createdAt: madeAt)
                    let session = subject(of: number).session
                    try OrderTable(connection).insert(order)
                    let operations = OperationTable(connection)
                    let operation = try operations.insertIssued(
                        .checkout(of: order), call: ProviderCall(method: "POST", path: "/v1/checkout/sessions"),
                        token: "seeding", leaseUntil: madeAt, at: madeAt)
                    try OrderTable(connection).remember(
                        sessionID: session, url: "https://checkout.stripe.com/c/pay/\(session)", of: order.id,
                        tenant: account.tenant)
                    try RemoteObjectTable(connection).record(session, for: order.id, in: account)
                    try operations.settle(operation, as: .open, result: session, at: madeAt)
                }
            }
        }
    }

    /// Random, as an order's are.
    private func id(of number: Int) -> Order.ID {
        var state = run &+ UInt64(number)
        func bits() -> UInt64 {
            state = (state ^ (state >> 31)) &* 0x94D0_49BB_1331_11EB &+ 0x9E37_79B9_7F4A_7C15
            return state ^ (state >> 29)
        }
        return Order.ID(bits: (bits(), bits()))
    }

    /// What the provider says of an order's payment; it fits.
    func subject(of number: Int) -> StripeEvents.Subject {
        StripeEvents.Subject(
            session: "cs_test_b1" + StripeEvents.letters(run, 8) + StripeEvents.letters(UInt64(number), 8),
            payment: "pi_3" + StripeEvents.letters(run, 6) + StripeEvents.letters(UInt64(number), 8),
            metadata: [("till_order", id(of: number).rawValue), ("till_tenant", account.tenant)], minorUnits: 9_900)
    }
}
