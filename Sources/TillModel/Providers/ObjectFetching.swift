/// A provider whose objects can be read again by their id.
///
/// What arrives out of order, or twice within one tick of the provider's clock, leaves a doubt that only the provider
/// can settle.
package protocol ObjectFetching: PaymentProvider {
    /// Whether an object of that id can be read.
    func canFetch(_ remoteID: String) -> Bool

    /// An object as it is now, as bytes that ``PaymentProvider/facts(in:)`` understands; nil when the provider has
    /// none of that id, or none that means anything yet.
    ///
    /// The bytes carry the provider's time of the answer, so that what they say outranks every earlier message, and
    /// they are kept beside the message, so that a replay needs no provider.
    func fetchObject(_ remoteID: String) async throws(ProviderError) -> [UInt8]?
}
