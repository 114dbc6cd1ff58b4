import TillTesting

/// Damage that leaves lines whole: what somebody does who edits a file in haste.
enum LineDamage {
    /// Values of every kind, in place of one that was there.
    private static let values = [
        "~", "", "[]", "{}", "[a, { b: 1 }]", "{ name: x }", "true", "no", "12", "-1", "010", "9.5", "99.00 USD",
        "0.002 EUR",
        "free", "month", "14 days", "2027-01-01", "\"text\"", "'it''s'", "${NAME}", "*x", "&x y", "|", "stripe", "pro",
        "pro/monthly", "[29.00 USD, 27.00 EUR]", "{ min: 2, max: 1 }", "{ file: a.yaml }", "[a.yaml, products.yaml]",
    ]

    /// Damages a file, perhaps with lines of another.
    static func mutate(_ bytes: inout [UInt8], with other: [UInt8], _ random: inout SeededRandom) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let line = Int.random(in: 0..<lines.count, using: &random)
        let second = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: lines.insert(lines.remove(at: line), at: second)
        case 1: lines.insert(lines[line], at: second)
        case 2: lines.remove(at: line)
        case 3: lines[line].insert(contentsOf: Array("  ".utf8), at: 0)
        case 4: lines[line].removeFirst(min(2, lines[line].prefix { $0 == 0x20 }.count))
        case 5: swap(&lines, line, second, isKey: true)
        case 6: swap(&lines, line, second, isKey: false)
        case 7: replaceValue(&lines[line], &random)
        default:
            let others = other.split(separator: 0x0A)
            guard let taken = others.randomElement(using: &random) else { return }
            lines.insert(Array(taken), at: line)
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }

    /// Exchanges the keys, or the values, of two lines.
    private static func swap(_ lines: inout [[UInt8]], _ first: Int, _ second: Int, isKey: Bool) {
        guard first != second, let one = colon(lines[first]), let two = colon(lines[second]) else { return }
        let left = (key: Array(lines[first][..<one]), value: Array(lines[first][one...]))
        let right = (key: Array(lines[second][..<two]), value: Array(lines[second][two...]))
        lines[first] = (isKey ? right.key : left.key) + (isKey ? left.value : right.value)
        lines[second] = (isKey ? left.key : right.key) + (isKey ? right.value : left.value)
    }

    /// Puts a value of another kind behind one of a line's colons.
    private static func replaceValue(_ line: inout [UInt8], _ random: inout SeededRandom) {
        let colons = line.indices.filter { line[$0] == 0x3A }
        guard let colon = colons.randomElement(using: &random), let value = values.randomElement(using: &random) else {
            return
        }
        let rest = line[(colon + 1)...]
        let end = rest.firstIndex { [0x2C, 0x7D].contains($0) } ?? line.endIndex
        line.replaceSubrange((colon + 1)..<end, with: Array(" \(value)".utf8))
    }

    private static func colon(_ line: [UInt8]) -> Int? { line.firstIndex(of: 0x3A) }
}
