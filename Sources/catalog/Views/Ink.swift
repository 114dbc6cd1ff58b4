#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Colours words for a person at a terminal, and leaves them alone for everybody else.
struct Ink {
    enum Colour: String {
        case bold = "1"
        case quiet = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    let isOn: Bool

    /// As standard output wants it.
    static var standardOutput: Ink { Ink(isOn: Output.isColourful(STDOUT_FILENO)) }

    func callAsFunction(_ text: String, _ colour: Colour?) -> String {
        guard isOn, let colour, !text.isEmpty else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }
}
