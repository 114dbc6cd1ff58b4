/// Names of time zones, as far as they can be judged without a computer's own list.
enum TimeZoneName {
    /// The areas of the world that have zones.
    static let areas = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
        "Etc",
    ]

    /// The name; nil, and reported, for one that is not of the form `Area/City`, or `UTC`.
    static func read(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard let node = context.scalar(field, "a time zone", example: "Europe/Berlin") else { return nil }
        let text = context.tree.string(node)
        guard text != "UTC" else { return text }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isWord = { (part: String) in
            part.utf8.first?.isLetter == true && part.utf8.count <= 32
                && part.utf8.allSatisfy { $0.isLetter || $0.isDigit || [0x5F, 0x2D, 0x2B].contains($0) }
        }
        guard (2...3).contains(parts.count), areas.contains(parts[0]), parts.dropFirst().allSatisfy(isWord) else {
            let near = parts.count > 1 ? NearestName.of(parts[0], among: areas) : nil
            let isAreaWrong = near != nil && near != parts[0] && parts.dropFirst().allSatisfy(isWord)
            context.log.error(
                .unknownTimeZone, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not a time zone",
                help: isAreaWrong
                    ? "did you mean `\(([near ?? ""] + parts.dropFirst()).joined(separator: "/"))`?"
                    : text.uppercased() == "UTC"
                        ? "write `UTC`" : "write `UTC` or an area and a city, such as `Europe/Berlin`")
            return nil
        }
        return text
    }
}
