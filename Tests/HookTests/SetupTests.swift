import Hooks
import Testing
import TillModel

@testable import Till

@Suite struct SetupTests {
    @Test func `whatever is in hooks registers without trouble`() {
        var setup = Setup()
        Hooks.setUp(&setup)
        #expect(setup.mistakes.isEmpty)
    }

    @Test(arguments: ["", "Publish", "publish job", "jöb", String(repeating: "a", count: 65)])
    func `a name that could not be kept is a mistake that says what a name is`(_ name: String) {
        var setup = Setup()
        setup.on(.orderPaid, named: name) { _, _ in }
        #expect(setup.mistakes.count == 1)
        #expect(setup.mistakes.first?.contains("lower-case letters, digits and dashes") == true)
    }

    @Test func `one name for two closures on the same event is a mistake, on two events it is not`() {
        var setup = Setup()
        setup.on(.orderPaid, named: "mail") { _, _ in }
        setup.on(.checkoutExpired, named: "mail") { _, _ in }
        #expect(setup.mistakes.isEmpty)
        setup.on(.orderPaid, named: "mail") { _, _ in }
        #expect(setup.mistakes == ["hook 'mail' is registered twice for order.paid; give each its own name"])
    }

    @Test func `the alias of an event is the event`() {
        var setup = Setup()
        setup.on(.paymentRefunded, named: "mail") { _, _ in }
        #expect(setup.hooks(for: .refundCompleted, about: nil).map(\.name) == ["mail"])
    }

    @Test func `a hook of one's own takes the place of the one that is there by itself`() {
        var setup = Setup()
        setup.on(.paymentMismatch, named: "log-mismatch") { _, _ in }
        setup.remove("log-dispute")
        setup.addDefaults()
        #expect(setup.mistakes.isEmpty)
        #expect(setup.hooks.map(\.name) == ["log-mismatch", "log-duplicate", "log-refund-failed"])
    }

    @Test func `what is not there by itself cannot be removed`() {
        var setup = Setup()
        setup.remove("log-everything")
        #expect(setup.mistakes.first?.contains("there are log-mismatch, log-duplicate") == true)
    }

    @Test func `a provider's own event has a name made of its type`() {
        var setup = Setup()
        setup.on("stripe:invoice.upcoming") { _, _ in }
        #expect(setup.mistakes.isEmpty)
        #expect(setup.hooks.map(\.name) == ["stripe-invoice-upcoming"])
        #expect(setup.isWanted(EventKind(rawValue: "stripe:invoice.upcoming")))
        #expect(!setup.isWanted(.orderPaid))
    }

    @Test(arguments: ["invoice.upcoming", "acme:thing", "stripe:"])
    func `an event of no known provider is a mistake`(_ type: String) {
        var setup = Setup()
        setup.on(type, named: "x") { _, _ in }
        #expect(setup.mistakes.first?.contains("as stripe:invoice.upcoming") == true)
    }

    @Test func `a hook for every event shares its name with no other`() {
        var setup = Setup()
        setup.on(.orderPaid, named: "audit") { _, _ in }
        setup.onEvery(named: "audit") { _, _ in }
        #expect(setup.mistakes == ["hook 'audit' waits for every event, so no other hook can have its name"])
    }

    @Test(arguments: [0, -1, 1_001])
    func `a limit that cannot be kept is a mistake`(_ limit: Int) {
        var setup = Setup()
        setup.on(.orderPaid, named: "x", concurrency: limit) { _, _ in }
        #expect(setup.mistakes.count == 1)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(3_601)])
    func `a time that cannot be kept is a mistake`(_ timeout: Duration) {
        var setup = Setup()
        setup.on(.orderPaid, named: "x", timeout: timeout) { _, _ in }
        #expect(setup.mistakes.count == 1)
    }

    @Test func `a migration needs a name of its own and a statement`() {
        var setup = Setup()
        setup.migrate("001-x", "CREATE TABLE app_x (n BIGINT)")
        #expect(setup.mistakes.isEmpty)
        setup.migrate("001-x", "CREATE TABLE app_y (n BIGINT)")
        setup.migrate("One", "CREATE TABLE app_z (n BIGINT)")
        setup.migrate("002-x")
        #expect(setup.mistakes.count == 3)
    }
}
