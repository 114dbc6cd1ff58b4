/// What is known of one thing: a line for each fact, its name in front.
struct FactSheet {
    private static let width = 100
    private static let column = 12

    private var lines = ""
    private let ink: Ink

    init(_ ink: Ink) { self.ink = ink }

    var text: String { lines }

    /// Adds a fact; one without a value is left out.
    mutating func add(_ name: String, _ value: String?, _ colour: Ink.Colour? = nil) {
        guard let value, !value.isEmpty else { return }
        let indent = Self.column + 2
        let label = "  " + name + String(repeating: " ", count: max(1, Self.column - name.count))
        let paragraph = value.split(separator: "\n").map {
            Paragraph.text(Printable.text(String($0)), width: Self.width, indent: indent)
        }.joined()
        let lines = paragraph.dropFirst(indent)
        self.lines +=
            ink(label, .quiet) + (colour == nil ? String(lines) : ink(String(lines.dropLast()), colour) + "\n")
    }

    /// Adds a blank line and a text as it is.
    mutating func add(body: String) { lines += "\n\(body)\n" }
}
