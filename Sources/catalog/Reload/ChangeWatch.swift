/// Decides when files that are looked at again and again have changed, and are whole again.
///
/// A file that an editor is still writing, or has taken away for a moment, is another at the next look, so a change
/// counts once two looks in a row agree on it.
struct ChangeWatch: Sendable {
    private var taken: [FileIdentity?]
    private var seen: [FileIdentity?]

    /// Begins with the files as they were right before they were read.
    init(_ files: [FileIdentity?]) {
        taken = files
        seen = files
    }

    /// Whether to read the files again now, given what they are at this look.
    mutating func look(at files: [FileIdentity?]) -> Bool {
        defer { seen = files }
        guard files != taken, files == seen else { return false }
        taken = files
        return true
    }
}
