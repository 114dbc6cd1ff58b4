/// The page docs/products-yaml-reference.md: every key of every map.
enum FormatReference {
    /// The page, with a line feed at its end.
    static let markdown =
        """
        # Every key of products.yaml

        What each part of the file may have. [The guide](products-yaml.md) shows how the parts go together, and
        `catalog explain price.every` prints the same in a terminal. This page is made by `catalog generate reference`.

        \(contents)

        \(MapSchema.documented.map(section).joined(separator: "\n\n"))

        """

    private static let words = ValueWords(name: { "[\($0.name)](\($0.anchor))" })

    private static var contents: String {
        MapSchema.documented.map { "[\($0.name)](\($0.anchor))" }.joined(separator: " · ")
    }

    private static func section(_ map: MapSchema) -> String {
        let rows = map.keys.map { key in
            let reference = KeyReference(key, words)
            let cells = [
                "`\(reference.name)`", reference.value, reference.meaning + meanings(reference),
                reference.isRequired ? "required" : reference.fallback ?? "", "`\(reference.example)`",
            ]
            return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        return """
            ## \(map.name)

            \(map.summary)

            | Key | What may stand there | What it means | When left out | Example |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private static func meanings(_ reference: KeyReference) -> String {
        guard !reference.words.isEmpty else { return "" }
        return " " + reference.words.map { "`\($0.word)`: \($0.meaning)" }.joined(separator: "; ") + "."
    }
}
