import Foundation

/// How busy the machine was with what is not measured: figures of a run beside others are worth less.
struct MachineLoad {
    private let own: () -> Double
    private let ownAtStart: Double
    private let busyAtStart: Double
    private let start = ContinuousClock.now

    /// - `own`: Processor seconds so far of what is measured, this program included.
    init(own: @escaping () -> Double) {
        self.own = own
        ownAtStart = own()
        busyAtStart = Self.busySeconds()
    }

    /// How many processors others kept busy since the start.
    func others() -> Double {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return max(0, Self.busySeconds() - busyAtStart - (own() - ownAtStart)) / seconds
    }

    /// Processor time of one process, `self` for this one.
    static func processorSeconds(of process: String) -> Double {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = stat.drop { $0 != ")" }.split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / 100
    }

    private static func busySeconds() -> Double {
        let stat = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let numbers = stat.prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard numbers.count > 7 else { return 0 }
        // All but idling and waiting for a disk.
        return (numbers[0] + numbers[1] + numbers[2] + numbers[5] + numbers[6] + numbers[7]) / 100
    }
}
