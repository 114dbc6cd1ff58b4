import TillModel

/// What a generated file says about itself: what made it, from what, and how to make it again.
struct GeneratedHeader {
    let catalog: Catalog
    /// The version of the program.
    let version: String
    let target: GenerationTarget

    /// Lines without a sign of a comment before them.
    var lines: [String] {
        [
            "Made by catalog \(version) from the catalog \(catalog.contentHash).",
            "Do not edit: change products.yaml and run `catalog generate \(target.rawValue)`.",
        ]
    }

    /// The lines in one, for formats without comments.
    var sentence: String { lines.joined(separator: " ") }
}
