import TillModel

/// What a catalog file is read for.
package struct ReadingOptions: Sendable {
    /// The environment whose ids and overlay are meant; nil to check all of them.
    package var mode: Mode?
    /// The overlays that are chosen by name, in the order in which they apply.
    package var overlays: [String]
    /// The environment's variables, for ids that name one; nil where ids that do are taken as unknown.
    package var variables: [String: String]?
    /// Whether a variable that has no value makes the file unusable.
    package var requiresVariables: Bool
    /// What was pushed to providers before, to compare amounts with; nil when nothing is known.
    package var synced: RemoteIDs?
    /// Whether it is to be known where each thing is written.
    package var findsPlaces: Bool

    /// Reading to check a file, without knowing where it will be used.
    package init(
        mode: Mode? = nil, overlays: [String] = [], variables: [String: String]? = nil,
        requiresVariables: Bool = false, synced: RemoteIDs? = nil, findsPlaces: Bool = false
    ) {
        self.mode = mode
        self.overlays = overlays
        self.variables = variables
        self.requiresVariables = requiresVariables
        self.synced = synced
        self.findsPlaces = findsPlaces
    }
}
