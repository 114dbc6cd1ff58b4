import TillCatalogFile
import TillModel

/// The catalog file of a command that only reads it.
enum CatalogFile {
    /// The catalog; what its author should know is printed, and an invalid one ends the command.
    ///
    /// - `orElse`: What does not happen when the file is not valid: `nothing was generated`.
    static func read(_ path: String, orElse consequence: String) throws(CommandFailure) -> Catalog {
        let reading = CatalogReader.read(contentsOf: path)
        Output.diagnostics(reading.diagnostics)
        guard let catalog = reading.catalog else {
            throw CommandFailure(.invalid, "\(path) is not valid, so \(consequence).")
        }
        return catalog
    }
}
