import TillModel

/// Why something that a catalog file says is not changed in place.
package enum EditRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such line.
    case absent
    /// There is no such line in the file itself, which includes others.
    case included
    /// It is an alias, or comes from a map that is merged in.
    case elsewhere
    /// It has an anchor that other places repeat.
    case repeated
    /// It is written over several lines.
    case severalLines
    /// It is a list or a map.
    case notOneValue
    /// Nothing there is an amount in this currency.
    case noAmount(Currency)
    /// The new amount is none that a price can have.
    case notPositive
    /// Another change is of the same place.
    case twice
    /// The file would say something else as well.
    case changesMore

    /// The reason, to be put behind what is not done.
    package var description: String {
        switch self {
        case .absent: "the file has no line for it"
        case .included: "the file has no line for it; files that it includes are not changed"
        case .elsewhere: "the file repeats there what is written elsewhere (an alias, or `<<`)"
        case .repeated: "other places of the file repeat what is written there (an anchor)"
        case .severalLines: "it is written over several lines"
        case .notOneValue: "the file says it in another form"
        case .noAmount(let currency): "the file has no amount in \(currency) there"
        case .notPositive: "an amount of nothing is not written as an amount"
        case .twice: "something else changes the same place"
        case .changesMore: "the file would say something else as well"
        }
    }
}
