/// Series in the text form that Prometheus reads, version 0.0.4.
struct MetricText {
    /// What follows the name, more labels, and the value.
    typealias Line = (suffix: String, labels: [MetricRegistry.Series.Label], value: String)

    private(set) var text = ""

    mutating func add(_ series: [MetricRegistry.Series: [Line]], as type: String) {
        for (name, members) in Dictionary(grouping: series, by: \.key.name).sorted(by: { $0.key < $1.key }) {
            let name = Self.name(name)
            text += "# TYPE \(name) \(type)\n"
            let ordered = members.map { (labels: Self.labels($0.key.labels), lines: $0.value, own: $0.key.labels) }
                .sorted { $0.labels < $1.labels }
            for member in ordered {
                for line in member.lines {
                    text += "\(name)\(line.suffix)\(Self.labels(member.own + line.labels)) \(line.value)\n"
                }
            }
        }
    }

    /// A number as short as it can be told.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    /// Only letters, digits, `_` and `:` may stand in a name.
    private static func name(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
    }

    private static func labels(_ labels: [MetricRegistry.Series.Label]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { label in
            let value = label.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                "\n", with: "\\n")
            return "\(name(label.name))=\"\(value)\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}
