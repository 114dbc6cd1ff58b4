/// Texts within the bounds that Paddle sets.
enum PaddleText {
    /// The text, when it is not too long, nor empty.
    ///
    /// - `noun`: What it is, as in `name of a product`.
    static func checked(_ text: String, _ noun: String, most: Int) throws(Unsupported) -> String {
        let length = text.unicodeScalars.count
        guard (1...most).contains(length) else {
            throw Unsupported("at Paddle the \(noun) has 1 to \(most) characters, not \(length)")
        }
        return text
    }
}
