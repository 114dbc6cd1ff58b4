import Synchronization

/// The faults that a person or a test asked for, each used up as it happens.
final class SandboxFaults: Sendable {
    /// How much of each fault is left.
    struct Settings: Sendable, Equatable {
        /// How many of the next deliveries are made twice.
        var duplicateNext: Int64 = 0
        /// How many of the next deliveries are lost without a trace at the receiver.
        var dropNext: Int64 = 0
        /// How many of the next attempts carry a wrong signature.
        var corruptSignatureNext: Int64 = 0
        /// By how many seconds every new delivery is held back, until changed.
        var delaySeconds: Int64 = 0
        /// Whether what is due is sent newest first, until changed.
        var newestFirst = false
        /// How many of the next writing API requests are done but answered with 500.
        var serverErrorAfterSuccessNext: Int64 = 0
        /// How many of the next API requests are refused with 429.
        var rateLimitNext: Int64 = 0
        /// How many of the next writing API requests are answered with 500 before anything is done.
        var serverErrorNext: Int64 = 0
        /// How many of the next writing API requests are answered as if they were done, and leave nothing behind.
        var noEffectNext: Int64 = 0
        /// How many of the next writing API requests are done and never answered.
        var hangNext: Int64 = 0
        /// How many writing requests each API takes in any one second, until changed; 0 is as many as come.
        var writesPerSecond: Int64 = 0
        /// After how many milliseconds what was written shows in lists, until changed.
        var listLagMilliseconds: Int64 = 0
    }

    private let state = Mutex(Settings())

    /// The settings now.
    var settings: Settings {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// Uses up one of a counted fault; false when none is left.
    func take(_ fault: any (WritableKeyPath<Settings, Int64> & Sendable)) -> Bool {
        state.withLock { settings in
            guard settings[keyPath: fault] > 0 else { return false }
            settings[keyPath: fault] -= 1
            return true
        }
    }
}

extension SandboxFaults.Settings {
    private static let counters: [(String, any (WritableKeyPath<Self, Int64> & Sendable))] = [
        ("duplicate_next", \.duplicateNext),
        ("drop_next", \.dropNext),
        ("corrupt_signature_next", \.corruptSignatureNext),
        ("delay_seconds", \.delaySeconds),
        ("api_error_next", \.serverErrorNext),
        ("api_error_after_success_next", \.serverErrorAfterSuccessNext),
        ("api_hang_next", \.hangNext),
        ("api_no_effect_next", \.noEffectNext),
        ("api_rate_limit_next", \.rateLimitNext),
        ("api_writes_per_second", \.writesPerSecond),
        ("list_lag_milliseconds", \.listLagMilliseconds),
    ]

    /// The settings as the control route shows them.
    var json: JSONValue {
        var json: JSONValue = ["newest_first": .bool(newestFirst)]
        for (name, path) in Self.counters { json[name] = .int(self[keyPath: path]) }
        return json
    }

    /// Changes the settings that the document names and keeps the others.
    mutating func apply(_ document: JSONValue) throws(ControlError) {
        guard let fields = document.object else { throw ControlError("Send a JSON object of faults.") }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            if name == "newest_first" {
                guard let flag = value.bool else { throw ControlError("'newest_first' is true or false.") }
                newestFirst = flag
            } else if let (_, path) = Self.counters.first(where: { $0.0 == name }) {
                guard let number = value.int, (0...1_000_000).contains(number) else {
                    throw ControlError("'\(name)' is a whole number from 0 to 1000000.")
                }
                self[keyPath: path] = number
            } else {
                let names = (Self.counters.map(\.0) + ["newest_first"]).sorted().joined(separator: ", ")
                throw ControlError("'\(name)' is not a fault. The faults are \(names).")
            }
        }
    }
}
