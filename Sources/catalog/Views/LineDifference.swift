/// The lines in which two texts differ, in short.
enum LineDifference {
    private static let most = 20
    /// Beyond this many changed lines only the first ones are compared, in their places.
    private static let many = 2_000

    /// Lines that go with `-`, lines that come with `+`, each with its number; at most twenty.
    static func text(from old: String, to new: String) -> String {
        let before = lines(old)
        let after = lines(new)
        var start = 0
        while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
        var end = 0
        while end < min(before.count, after.count) - start,
            before[before.count - 1 - end] == after[after.count - 1 - end]
        {
            end += 1
        }
        let changes = changes(
            Array(before[start..<before.count - end].prefix(many)),
            Array(after[start..<after.count - end].prefix(many)), offset: start)
        let shown = changes.prefix(most).map { "  \($0)\n" }.joined()
        let rest = changes.count - most
        return shown + (rest > 0 ? "  … and \(rest) more\n" : "")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func changes(_ old: [Substring], _ new: [Substring], offset: Int) -> [String] {
        let difference = new.difference(from: old)
        var removed: [Int: Substring] = [:]
        var inserted: [Int: Substring] = [:]
        for change in difference {
            switch change {
            case .remove(let place, let line, _): removed[place] = line
            case .insert(let place, let line, _): inserted[place] = line
            }
        }
        var result: [String] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if let line = removed[left] {
                result.append("- \(offset + left + 1): \(line)")
                left += 1
            } else if let line = inserted[right] {
                result.append("+ \(offset + right + 1): \(line)")
                right += 1
            } else {
                left += 1
                right += 1
            }
        }
        return result
    }
}
