/// A number that is not negative, as digits with at most one point.
struct StripeDecimal: Sendable, Hashable {
    /// The shortest way to write it: `0.2`, `1900`.
    let text: String

    /// Reads digits, a point and at most so many decimals; nil for anything else, such as a sign or an exponent.
    init?(_ text: String, places: Int) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard isPlain, parts[0].utf8.count <= 15, parts.count == 1 || parts[1].utf8.count <= places else { return nil }
        let whole = parts[0].drop { $0 == "0" }
        var decimals = parts.count > 1 ? parts[1] : ""
        while decimals.hasSuffix("0") { decimals.removeLast() }
        self.text = (whole.isEmpty ? "0" : whole) + (decimals.isEmpty ? "" : "." + decimals)
    }

    /// The number, when it has no decimals.
    var whole: Int64? { Int64(text) }

    /// The number without its decimals.
    var floor: Int64 { Int64(text.prefix { $0 != "." }) ?? 0 }
}
