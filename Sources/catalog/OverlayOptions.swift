import ArgumentParser
import TillCatalogFile
import TillModel

/// Which view of a catalog a command looks at: the file alone, or with what an environment or a brand changes.
struct OverlayOptions: ParsableArguments {
    @Option(help: "Read the file as this environment would: dev, test or live.")
    var env: Mode?

    @Option(help: "An overlay to apply; may be given several times, in the order in which they apply.")
    var overlay: [String] = []
}
