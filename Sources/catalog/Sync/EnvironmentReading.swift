import TillCatalogFile
import TillModel

/// The catalog file as one environment reads it: with its overlay, on one day.
struct EnvironmentReading: Sendable {
    let mode: Mode
    private let path: String
    private let options: ReadingOptions
    private let day: CalendarDate
    /// What it means.
    let catalog: Catalog

    private init(_ session: SyncSession, as mode: Mode, _ options: ReadingOptions, catalog: Catalog) {
        self.mode = mode
        self.path = session.catalogPath
        self.options = options
        self.day = session.day
        self.catalog = catalog
    }

    /// As the session's own environment reads it.
    init(of session: SyncSession) {
        var options = session.reading
        // What is missing before something else can be synced is told by the next plan.
        options.synced = nil
        self.init(session, as: session.mode, options, catalog: session.catalog)
    }

    /// As another environment reads it; a variable that only that one has may be without a value here.
    ///
    /// - Throws: A failure when it is not valid there; its diagnostics are printed.
    init(of session: SyncSession, as mode: Mode) throws(CommandFailure) {
        var options = session.reading
        (options.mode, options.synced, options.requiresVariables) = (mode, nil, false)
        let reading = CatalogReader.read(contentsOf: session.catalogPath, options)
        guard let catalog = reading.catalog else {
            Output.diagnostics(reading.diagnostics)
            throw CommandFailure(.invalid, "\(session.catalogPath) is not valid as '\(mode)' reads it.")
        }
        self.init(session, as: mode, options, catalog: catalog.sold(on: session.day))
    }

    /// What it would mean with other bytes in the file's place; nil when it would not be valid.
    func catalog(of bytes: [UInt8]) -> Catalog? {
        CatalogReader.read(bytes, insteadOf: path, options).catalog?.sold(on: day)
    }

    /// Tells what it needs before the next sync, such as a word on subscribers of a price that has changed.
    ///
    /// - `lock`: What was synced to the environment.
    func tellWhatIsMissing(_ lock: Lockfile) {
        var options = options
        options.synced = lock.remoteIDs
        let reading = CatalogReader.read(contentsOf: path, options)
        guard reading.catalog == nil else { return }
        Output.standardError("The file needs something before the next sync of '\(mode)':\n")
        Output.diagnostics(reading.diagnostics)
    }
}
