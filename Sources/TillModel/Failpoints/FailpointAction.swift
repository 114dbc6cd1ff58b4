/// What is done at an armed failpoint.
package protocol FailpointAction: Sendable {
    /// Inside a transaction, where nothing can be awaited.
    func strikeInTransaction()
    func strike() async
}
