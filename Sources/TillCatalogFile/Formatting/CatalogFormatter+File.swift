import TillModel

extension CatalogFormatter {
    /// A file as it is, and in its canonical form.
    package struct File: Sendable {
        /// What it holds; nil when it cannot be read.
        package let bytes: [UInt8]?
        /// What came of formatting it.
        package let formatting: CatalogFormatting
    }

    /// Formats what the file at a path holds, which is also what diagnostics call it.
    ///
    /// `-` is the standard input.
    package func format(contentsOf path: String) -> File {
        do {
            let isInput = path == "-"
            let bytes = try FileBytes.read(isInput ? "/dev/stdin" : path, limit: SourceText.maximumBytes)
            return File(bytes: bytes, formatting: format(bytes, file: isInput ? "<stdin>" : path))
        } catch {
            return File(bytes: nil, formatting: .notYAML([.unreadable(path, error)]))
        }
    }
}
