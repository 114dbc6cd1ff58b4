import TillModel

/// Percentages as Paddle takes them: a decimal from `0.01` to `100`.
enum PaddlePercentage {
    /// What is sent for a percentage of ours.
    ///
    /// - Throws: ``Unsupported`` where it has more decimals, or is none that Paddle takes.
    static func text(_ percentage: Percentage) throws(Unsupported) -> String {
        guard percentage.millionths.isMultiple(of: 100), percentage.millionths > 0, percentage.millionths <= 1_000_000
        else { throw Unsupported("Paddle takes 0.01 to 100 percent off in steps of 0.01, not \(percentage)") }
        return percentage.description
    }

    /// The shortest way to write a decimal, such as `20` for `20.00`; any other text as it is.
    static func shortest(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else { return text }
        var decimals = parts[1]
        while decimals.last == "0" { decimals.removeLast() }
        return decimals.isEmpty ? String(parts[0]) : "\(parts[0]).\(decimals)"
    }
}
