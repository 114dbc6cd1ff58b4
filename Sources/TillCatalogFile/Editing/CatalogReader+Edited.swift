extension CatalogReader {
    /// Reads bytes as if the file at a path held them, with the files that it includes.
    package static func read(
        _ bytes: [UInt8], insteadOf path: String, _ options: ReadingOptions = ReadingOptions()
    ) -> CatalogReading {
        CatalogReader(options).read(bytes, file: path) { FileBytes.read($0, beside: path) }
    }
}
