import TillCatalogFile
import TillModel

/// The catalog file of a command that only reads it.
enum CatalogFile {
    /// The catalog; an invalid one is told with all its mistakes, and ends the command.
    ///
    /// Warnings of a file that can be used are for `catalog validate` and the server: here they would hide the answer.
    ///
    /// - `orElse`: What does not happen when the file is not valid: `nothing was generated`.
    static func read(
        _ path: String, _ view: OverlayOptions, orElse consequence: String
    ) throws(CommandFailure) -> Catalog {
        let reading = CatalogReader.read(
            contentsOf: path,
            ReadingOptions(mode: view.env, overlays: view.overlay, variables: try EnvironmentVariables.read()))
        guard let catalog = reading.catalog else {
            Output.diagnostics(reading.diagnostics)
            throw CommandFailure(.invalid, "\(path) is not valid, so \(consequence).")
        }
        return catalog
    }
}
