/// Decides when files that are looked at again and again have changed, and are whole again.
///
/// A file that an editor is still writing, or has taken away for a moment, is another at the next look, so a change
/// counts once two looks in a row agree on it.
package struct ChangeWatch<Look: Sendable & Equatable>: Sendable {
    private var taken: Look
    private var seen: Look

    /// Begins with what a look told right before the files were read.
    package init(_ look: Look) {
        taken = look
        seen = look
    }

    /// Whether to read the files again now, given what this look tells.
    package mutating func isDue(_ look: Look) -> Bool {
        defer { seen = look }
        guard look != taken, look == seen else { return false }
        taken = look
        return true
    }
}
