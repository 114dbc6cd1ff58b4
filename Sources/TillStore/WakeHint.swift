/// Tells other servers on the same database that there is new work, and hears of theirs.
///
/// Only a hint: one that is lost costs the second until everybody looks by itself.
package struct WakeHint: Sendable {
    /// Tells the others; many times at once is once.
    package let send: @Sendable () -> Void
    /// Calls back, from a thread of its own, whenever another server has told.
    package let listen: @Sendable (@escaping @Sendable () -> Void) -> Void
}
