/// Reads the team's own pairs within the bounds that providers set.
enum MetadataReader {
    /// How many pairs a product may have.
    static let maximumPairs = 50
    /// The most characters of a key.
    static let maximumKey = 40
    /// The most characters of a value.
    static let maximumValue = 500

    /// A map of text to text; numbers and truth values are taken as they are written.
    static func metadata(_ field: Field, _ context: inout ReadingContext) -> [String: String]? {
        guard let entries = context.entries(field, example: "{ team: jobs }") else { return nil }
        if entries.count > maximumPairs {
            context.log.error(
                .metadataTooLarge, at: context.tree.span(field.key),
                "metadata has at most \(maximumPairs) pairs, found \(entries.count)", help: "remove some")
        }
        var metadata: [String: String] = [:]
        for entry in entries {
            guard isGood(entry, &context), let value = context.text(entry) else { continue }
            let length = value.unicodeScalars.count
            if length > maximumValue {
                context.log.error(
                    .metadataTooLarge, at: context.tree.span(entry.value),
                    "a metadata value has at most \(maximumValue) characters, found \(length)",
                    help: "keep long text where the hook can look it up")
            }
            metadata[entry.name] = value
        }
        return metadata
    }

    private static func isGood(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        guard !context.isSettled(entry.key) else { return false }
        let place = context.tree.span(entry.key)
        guard !entry.name.hasPrefix("till_") else {
            context.log.error(
                .reservedMetadataKey, at: place, "metadata keys that begin with `till_` are reserved",
                help: "choose another name")
            return false
        }
        let length = entry.name.unicodeScalars.count
        guard length <= maximumKey else {
            context.log.error(
                .metadataTooLarge, at: place, "a metadata key has at most \(maximumKey) characters, found \(length)",
                help: "choose a shorter name")
            return false
        }
        return true
    }
}
