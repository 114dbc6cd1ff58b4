/// Addresses that a buyer's browser is sent to.
enum WebAddress {
    /// An `http` or `https` address with a host and without credentials.
    static func read(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard let address = context.text(field, example: "https://example.com/jobs") else { return nil }
        guard let problem = problem(address) else { return address }
        context.log.error(
            .badAddress, at: context.tree.span(field.value), "`\(field.name)` is not a web address: \(problem)",
            help: "as in `\(field.name): https://example.com/jobs`")
        return nil
    }

    private static let refused = Set("<>\"\\^`{|}".utf8)

    private static func problem(_ address: String) -> String? {
        guard
            let scheme = [Array("https://".utf8), Array("http://".utf8)].first(where: {
                address.utf8.lazy.map(\.lowercased).starts(with: $0)
            })
        else { return "it does not begin with `https://` or `http://`" }
        guard address.utf8.count <= 2_048 else { return "it is longer than 2048 bytes" }
        guard address.utf8.allSatisfy({ $0 > 0x20 && !refused.contains($0) }) else {
            return "it contains a space or another character that must be percent-encoded"
        }
        let host = address.utf8.dropFirst(scheme.count).prefix { ![0x2F, 0x3F, 0x23].contains($0) }
        guard !host.contains(0x40) else { return "it contains a user name or password" }
        guard let first = host.first, first.isLetter || first.isDigit || first >= 0x80 || first == 0x5B else {
            return "it has no host"
        }
        return nil
    }
}
