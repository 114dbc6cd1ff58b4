import Testing
import TillModel

@testable import TillEngine
@testable import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct OrderAdviceTests {
    static let now = Date(timeIntervalSince1970: 10_000)
    static let event = Event.ID(bits: (0, 7))

    /// A story to which something happened.
    struct Told {
        var order: Order
        var session: String? = "cs_1"
        var expiresAt: Date? = now.addingTimeInterval(7_200)
        var payments: [Payment] = []
        var webhooks: [InboxTable.Stored] = []
        var runs: [HookRunTable.Stored] = []
        var operations: [OperationTable.Stored] = []
        var lanes: [LaneOverview.Shown] = []
        var lastWebhookAt: Date?

        var advice: [OrderAdvice] {
            OrderAdvice.all(
                for: OrderStory(
                    order: order, sessionID: session,
                    page: session == nil ? nil : (openedAt: OrderAdviceTests.now, expiresAt: expiresAt),
                    payments: payments, refunds: [], subscriptions: [], operations: operations, webhooks: webhooks,
                    events: [], causes: [:],
                    hookRuns: runs, hookAttempts: [], lanes: lanes,
                    lastWebhookAt: lastWebhookAt), at: OrderAdviceTests.now)
        }
    }

    static func told(_ change: (inout Told) -> Void = { _ in }) throws -> Told {
        var told = Told(order: try ProjectorTests.order())
        change(&told)
        return told
    }

    static func webhook(
        _ status: InboxTable.Status, reason: String? = nil, waitsFor: String? = nil, nextIn seconds: TimeInterval? = nil
    ) -> InboxTable.Stored {
        InboxTable.Stored(
            id: "whk_1", account: ProjectorTests.account, dedupKey: "evt_1", type: "charge.refunded", objectID: "ch_1",
            lane: "stripe/default/ch_1", occurredAt: now, receivedAt: now, digest: "", body: [], status: status,
            attempts: 1, failures: 0, reason: reason, order: nil, nextAt: seconds.map(now.addingTimeInterval),
            fetched: nil, waitsFor: waitsFor)
    }

    @Test func `a page that is open is told with its end, and how long the provider has been silent`() throws {
        let advice = try Self.told { $0.lastWebhookAt = Self.now.addingTimeInterval(-300) }.advice
        #expect(advice.map(\.code) == [.pageOpen])
        #expect(advice[0].words.contains("open until 1970-01-01 04:46:40 UTC, for another 2 h"))
        #expect(advice[0].words.contains("arrived at 1970-01-01 02:41:40 UTC, 5 min ago"))
        #expect(advice[0].steps.first?.contains("cs_1") == true)
    }

    @Test func `a page that is over without a word from the provider is another thing`() throws {
        let advice = try Self.told { $0.expiresAt = Self.now.addingTimeInterval(-60) }.advice
        #expect(advice.map(\.code) == [.pageOver])
        #expect(advice[0].words.contains("Nothing has ever arrived from stripe."))
    }

    @Test func `an order without a page was never charged`() throws {
        #expect(try Self.told { $0.session = nil }.advice.map(\.code) == [.callUnknown])
    }

    @Test func `a refused payment is told with its reason`() throws {
        let told = try Self.told { story in
            story.payments = [
                Payment(
                    id: Payment.ID(bits: (0, 1)), order: story.order.id, status: .failed,
                    total: Money(minorUnits: 9_900, .usd), remoteID: "pi_1", failureReason: "card_declined",
                    updatedAt: Self.now)
            ]
        }
        #expect(told.advice.map(\.code) == [.paymentRefused])
        #expect(told.advice[0].words.contains("card_declined"))
    }

    @Test(arguments: DeadReason.codes(.message))
    func `a dead webhook is explained, and tried again only where that can help`(_ reason: DeadReason) throws {
        let letter = DeadLetter(reason, "of pi_1")
        let advice = try Self.told { $0.webhooks = [Self.webhook(.dead, reason: letter.description)] }.advice
        #expect(advice.map(\.code) == [.webhookDead])
        #expect(advice[0].words.contains(reason.meaning) && advice[0].words.contains(letter.description))
        #expect(advice[0].steps.contains(reason.remedy))
        #expect(advice[0].steps.contains("catalog inbox retry evt_1") == reason.isRetryUseful)
    }

    @Test func `a webhook that waits says for what, and when it looks again`() throws {
        let advice = try Self.told {
            $0.webhooks = [Self.webhook(.waiting, reason: "nothing is known", waitsFor: "pi_9", nextIn: 30)]
        }.advice
        #expect(advice.map(\.code) == [.webhookWaiting])
        #expect(advice[0].words.contains("waits for pi_9") && advice[0].words.contains("02:47:10"))
    }

    /// How a lane may stand, and what that means.
    struct Lane: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let token: String?
        /// Seconds until the lease ends, or until it is due.
        let nextIn: TimeInterval
        let code: OrderAdvice.Code
        let says: String
    }

    @Test(arguments: [
        Lane(
            testDescription: "claimed a moment ago", token: "t", nextIn: 58, code: .webhookUnapplied,
            says: "still to be applied"),
        Lane(
            testDescription: "claimed, and silent for long", token: "t", nextIn: 10, code: .laneStuck,
            says: "no sign of life for 50 s"),
        Lane(testDescription: "free, and due now", token: nil, nextIn: 0, code: .webhookUnapplied, says: "evt_1"),
        Lane(
            testDescription: "free, and nobody takes it", token: nil, nextIn: -60, code: .laneStuck,
            says: "nobody takes it"),
    ])
    func `a lane that stands still is told apart from one that is worked on`(_ lane: Lane) throws {
        let advice = try Self.told {
            $0.webhooks = [Self.webhook(.received, nextIn: 0)]
            $0.lanes = [
                LaneOverview.Shown(
                    name: "stripe/default/ch_1", token: lane.token, nextAt: Self.now.addingTimeInterval(lane.nextIn),
                    unfinished: 1, oldestAt: Self.now)
            ]
        }.advice
        #expect(advice.map(\.code) == [lane.code])
        #expect(advice[0].words.contains(lane.says), "\(advice[0].words)")
    }

    @Test func `a hook that gave up comes before everything else, and an unknown call is told`() throws {
        let key = IdempotencyKey(refund: Refund.ID(bits: (0, 1)))
        let told = try Self.told { story in
            story.runs = [
                HookRunTable.Stored.dead(Self.event, "publish-job", order: story.order.id, error: "answered 503")
            ]
            story.operations = [
                OperationTable.Stored(
                    key: key, kind: .refund, status: .unknown, account: ProjectorTests.account, order: story.order.id,
                    payment: nil, refund: nil, subscription: nil, request: OperationTable.Request(), call: nil,
                    result: nil, error: nil, attempts: 1, issuedAt: Self.now, nextAt: nil, token: nil,
                    createdAt: Self.now, updatedAt: Self.now)
            ]
        }
        #expect(told.advice.map(\.code) == [.hookDead, .callUnknown])
        #expect(told.advice[0].words.contains("answered 503"))
        #expect(told.advice[0].steps.last == "catalog hooks retry \(Self.event)/publish-job")
        #expect(told.advice[1].words.contains("\(key)"))
    }
}

extension HookRunTable.Stored {
    fileprivate static func dead(
        _ event: Event.ID, _ hook: String, order: Order.ID, error: String
    ) -> HookRunTable.Stored {
        HookRunTable.Stored(
            tenant: "default", event: event, hook: hook, entity: order.rawValue, sequence: 1, status: .dead,
            attempts: 10,
            nextAt: nil,
            createdAt: OrderAdviceTests.now, begunAt: OrderAdviceTests.now,
            finishedAt: OrderAdviceTests.now, error: error, isReplay: false,
            isOutOfOrder: false)
    }
}
