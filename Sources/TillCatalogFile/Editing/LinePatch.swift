/// The difference of two texts of which the second has the lines of the first, some of them with other words, and
/// perhaps one block more; as programs that apply patches read it.
package enum LinePatch {
    /// How many lines are shown around one that differs.
    private static let context = 3

    /// A line of the two texts: of both, or of the second alone.
    private struct Row {
        let before: ArraySlice<UInt8>?
        let after: ArraySlice<UInt8>

        var differs: Bool { before != after }
    }

    /// The patch of a file; empty when nothing differs.
    ///
    /// - `added`: The lines of the second text that the first has not, counted from 0.
    package static func text(from old: [UInt8], to new: [UInt8], file: String, added: Range<Int> = 0..<0) -> String {
        let (before, after) = (lines(old), lines(new))
        // Values are changed on their own lines, so that no other line comes or goes.
        guard before.count + added.count == after.count, added.upperBound <= after.count else { return "" }
        let rows = after.indices.map { index in
            if added.contains(index) { return Row(before: nil, after: after[index]) }
            return Row(before: before[index < added.lowerBound ? index : index - added.count], after: after[index])
        }
        let changed = rows.indices.filter { rows[$0].differs }
        guard !changed.isEmpty else { return "" }
        var text = "--- a/\(file)\n+++ b/\(file)\n"
        for hunk in hunks(changed, of: rows.count) {
            let start = rows[..<hunk.lowerBound].count { $0.before != nil }
            let length = rows[hunk].count { $0.before != nil }
            text += "@@ -\(start + 1),\(length) +\(hunk.lowerBound + 1),\(hunk.count) @@\n"
            var at = hunk.lowerBound
            while at < hunk.upperBound {
                var end = at
                while end < hunk.upperBound, rows[end].differs { end += 1 }
                guard end > at else {
                    text += line(" ", rows[at].after)
                    at += 1
                    continue
                }
                for index in at..<end { if let before = rows[index].before { text += line("-", before) } }
                for index in at..<end { text += line("+", rows[index].after) }
                at = end
            }
        }
        return text
    }

    /// The lines, each with its end.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == 0x0A {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// Stretches around the lines that differ, those that touch joined.
    private static func hunks(_ changed: [Int], of count: Int) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for line in changed {
            let around = max(line - context, 0)..<min(line + context + 1, count)
            if let last = hunks.last, last.upperBound >= around.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
            } else {
                hunks.append(around)
            }
        }
        return hunks
    }

    private static func line(_ sign: String, _ bytes: ArraySlice<UInt8>) -> String {
        let text = sign + String(decoding: bytes, as: UTF8.self)
        return bytes.last == 0x0A ? text : text + "\n\\ No newline at end of file\n"
    }
}
