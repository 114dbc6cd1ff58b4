/// Text from a file where it must stay on one line, such as in a comment.
package enum OneLine {
    /// Spaces for everything that ends a line or cannot be seen.
    package static func of(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { Quoting.isHarmless($0) ? $0 : " " })
        ).split(separator: " ").joined(separator: " ")
    }
}
