/// Why something was given up: the one list of all reasons.
///
/// A row that is dead keeps its reason as `code: what exactly`. Nothing is given up for a reason that does not stand
/// here, because ``DeadLetter`` takes no other.
package enum DeadReason: String, Sendable, Hashable, CaseIterable {
    // Messages of providers.
    case unparsed
    case wrongMode = "wrong_mode"
    case unknownAccount = "unknown_account"
    case foreign, refused, orphan, failed, exhausted
    // Runs of hooks.
    case unknownHook = "unknown_hook"
    case gaveUp = "gave_up"
    case outOfTries = "out_of_tries"
    case cutOff = "cut_off"

    /// What kind of row it ends.
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        case message, hookRun
    }

    package var stage: Stage {
        switch self {
        case .unparsed, .wrongMode, .unknownAccount, .foreign, .refused, .orphan, .failed, .exhausted: .message
        case .unknownHook, .gaveUp, .outOfTries, .cutOff: .hookRun
        }
    }

    /// What it means, in a sentence.
    package var meaning: String {
        switch self {
        case .unparsed:
            "The body does not have the shape that this program knows: the endpoint has another API version, or the "
                + "event is of a connected account."
        case .wrongMode: "A live event reached a test server, or the other way round."
        case .unknownAccount: "The provider's account is no longer configured."
        case .foreign: "It claims an order that it has no right to."
        case .refused: "It says something that cannot be true of its order."
        case .orphan: "It is about something that no message told of within 73 minutes."
        case .failed: "It failed in the same way three times, and time does not help it."
        case .exhausted: "Trouble that should have passed lasted for a day."
        case .unknownHook: "The program has no hook of that name for that event any more."
        case .gaveUp: "The hook itself said that trying again is of no use."
        case .outOfTries: "The hook failed each time, over two days."
        case .cutOff: "The process ended while the hook ran, each time that it was tried."
        }
    }

    /// What to do about it, before the row is tried again.
    package var remedy: String {
        switch self {
        case .unparsed:
            "Set the endpoint's API version and events as docs/webhooks.md says and have another event of the same "
                + "thing sent; or, when a newer program knows the shape, try this one again."
        case .wrongMode: "Correct the endpoint at the provider, so that the right server gets the event."
        case .unknownAccount: "Configure the account again, start the server, and try it again."
        case .foreign:
            "Find out who made it at the provider: a payment link that copied metadata, or somebody with your key."
        case .refused: "Look at the subscription at the provider; what it renews is no subscription here."
        case .orphan:
            "Resend the message of the payment that it names; this one is then applied by itself. When it names the "
                + "payment of a subscription, the endpoint does not send invoice_payment.paid."
        case .failed: "Read the server's log of that time, mend the cause, and try it again."
        case .exhausted: "See that the provider answers, and try it again."
        case .unknownHook: "Put the hook back under its old name and try it again, or leave it."
        case .gaveUp, .outOfTries: "Mend what the last error says, and try it again."
        case .cutOff: "Find out in the log why the process ends while the hook runs, and try it again."
        }
    }

    /// Whether trying again can help at all.
    package var isRetryUseful: Bool {
        switch self {
        case .wrongMode, .foreign: false
        default: true
        }
    }

    /// Whether another program, or other settings, may cure it without anything else: such rows are tried again by
    /// themselves when one of these changed.
    package var isCuredByChange: Bool {
        switch self {
        case .unparsed, .failed, .unknownAccount, .unknownHook: true
        default: false
        }
    }

    /// The codes of one stage, for whoever typed another.
    package static func codes(_ stage: Stage) -> [DeadReason] { allCases.filter { $0.stage == stage } }
}
