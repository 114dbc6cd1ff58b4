import TillModel

/// What is known after a provider was asked to do something.
enum OperationOutcome: Sendable {
    /// It did it, and this is what became true there; `result` is its name for what it made.
    case done([ProviderFact], result: String?)
    /// It opened a payment page.
    case opened(CheckoutSession)
    /// It decided against it: nothing was done.
    case refused(String)
    /// It may have done it.
    case unknown(String)
    /// It was not asked yet, because of trouble that passes.
    case postponed(String)
    /// Somebody else has taken it up, or ended it.
    case taken
}
