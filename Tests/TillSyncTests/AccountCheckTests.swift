import Testing
import TillModel
import TillSync

@Suite struct AccountCheckTests {
    private static let product = CatalogObjectKey(.product, "pro")
    private static let lock = [product: AppliedObject(id: "pro_1", generation: 1, fields: [:])]

    private static func remote(_ id: String) -> RemoteCatalogObject {
        RemoteCatalogObject(id: id, kind: .product, marker: nil, fields: [:])
    }

    @Test func `the account that is meant is taken`() throws {
        try AccountCheck.check(.stripe, actual: "acct_1", declared: "acct_1", locked: "acct_1")
        try AccountCheck.check(.stripe, actual: "acct_1", declared: nil, locked: nil)
        try AccountCheck.check(.paddle, actual: nil, declared: "anything", locked: nil)
    }

    @Test(arguments: [("acct_2", nil), (nil, "acct_2"), ("acct_1", "acct_2")] as [(String?, String?)])
    func `another account than the file's or the lock's is refused`(_ declared: String?, _ locked: String?) {
        #expect(throws: WrongAccount.self) {
            try AccountCheck.check(.stripe, actual: "acct_1", declared: declared, locked: locked)
        }
    }

    @Test func `an account that has nothing of the lock is another one`() throws {
        #expect(throws: WrongAccount.self) {
            try AccountCheck.check(.paddle, observed: [Self.remote("pro_2")], locked: Self.lock)
        }
        try AccountCheck.check(.paddle, observed: [Self.remote("pro_1")], locked: Self.lock)
        try AccountCheck.check(.paddle, observed: [Self.remote("pro_2")], locked: [:])
    }
}
