/// The difference of two texts that have as many lines, as programs that apply patches read it.
package enum LinePatch {
    /// How many lines are shown around one that differs.
    private static let context = 3

    /// The patch of a file; empty when nothing differs.
    package static func text(from old: [UInt8], to new: [UInt8], file: String) -> String {
        let (before, after) = (lines(old), lines(new))
        // Values are changed on their own lines, so that lines neither come nor go.
        guard before.count == after.count else { return "" }
        let changed = before.indices.filter { before[$0] != after[$0] }
        guard !changed.isEmpty else { return "" }
        var text = "--- a/\(file)\n+++ b/\(file)\n"
        for hunk in hunks(changed, of: before.count) {
            let place = "\(hunk.lowerBound + 1),\(hunk.count)"
            text += "@@ -\(place) +\(place) @@\n"
            var at = hunk.lowerBound
            while at < hunk.upperBound {
                var end = at
                while end < hunk.upperBound, before[end] != after[end] { end += 1 }
                guard end > at else {
                    text += line(" ", before[at])
                    at += 1
                    continue
                }
                for index in at..<end { text += line("-", before[index]) }
                for index in at..<end { text += line("+", after[index]) }
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
