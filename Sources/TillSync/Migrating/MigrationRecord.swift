import TillModel

/// One line of a migration's journal.
package enum MigrationRecord: Sendable, Hashable {
    /// A migration began.
    case began(MigrationHeader)
    /// From which price to which some go; they are counted from 0 in the order of their lines.
    case transition(PriceTransition)
    /// A subscription that goes; they are counted from 0 in the order of their lines.
    case planned(PlannedMove)
    /// A move is about to be sent.
    case intent(Int)
    /// A subscription was seen at its new price.
    case moved(Int, requestID: String?)
    /// A subscription stays after all.
    case stayed(Int, StayReason)
    /// A move was refused, or is not known to have been made.
    case failed(Int, code: String, message: String)
    /// It is over: what was not done is for another.
    case ended(failures: Int)
}

/// What a migration was begun with.
package struct MigrationHeader: Sendable, Hashable, Codable {
    /// The migration's name: its idempotency keys are made of it.
    package let job: String
    package let environment: String
    /// When it began, RFC 3339.
    package let startedAt: String
    /// The account at each provider, where it says.
    package let accounts: [String: String]

    package init(job: String, environment: String, startedAt: String, accounts: [String: String]) {
        self.job = job
        self.environment = environment
        self.startedAt = startedAt
        self.accounts = accounts
    }
}

extension MigrationRecord: Codable {
    /// A record as a line of JSON.
    private struct Line: Codable {
        var record: String
        var header: MigrationHeader?
        var transition: PriceTransition?
        var planned: PlannedMove?
        var move: Int?
        var requestID: String?
        var reason: StayReason?
        var code: String?
        var message: String?
        var failures: Int?
    }

    package init(from decoder: any Decoder) throws {
        let line = try Line(from: decoder)
        func wanted<Value>(_ value: Value?, _ name: String) throws -> Value {
            guard let value else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no \(name)"))
            }
            return value
        }
        switch line.record {
        case "began": self = .began(try wanted(line.header, "header"))
        case "transition": self = .transition(try wanted(line.transition, "transition"))
        case "planned": self = .planned(try wanted(line.planned, "planned"))
        case "intent": self = .intent(try wanted(line.move, "move"))
        case "moved": self = .moved(try wanted(line.move, "move"), requestID: line.requestID)
        case "stayed": self = .stayed(try wanted(line.move, "move"), try wanted(line.reason, "reason"))
        case "failed":
            self = .failed(
                try wanted(line.move, "move"), code: try wanted(line.code, "code"), message: line.message ?? "")
        case "ended": self = .ended(failures: try wanted(line.failures, "failures"))
        default:
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "no record is called \(line.record)"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var line = Line(record: "")
        switch self {
        case .began(let header): line = Line(record: "began", header: header)
        case .transition(let transition): line = Line(record: "transition", transition: transition)
        case .planned(let move): line = Line(record: "planned", planned: move)
        case .intent(let move): line = Line(record: "intent", move: move)
        case .moved(let move, let requestID): line = Line(record: "moved", move: move, requestID: requestID)
        case .stayed(let move, let reason): line = Line(record: "stayed", move: move, reason: reason)
        case .failed(let move, let code, let message):
            line = Line(record: "failed", move: move, code: code, message: message)
        case .ended(let failures): line = Line(record: "ended", failures: failures)
        }
        try line.encode(to: encoder)
    }
}
