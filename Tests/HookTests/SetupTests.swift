import Hooks
import Testing

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
}
