/// What may stand under a key.
package indirect enum ValueSchema: Sendable {
    /// Text of any form; numbers and truth values are taken as they are written.
    case text
    /// `true` or `false`.
    case truth
    /// A whole number within bounds.
    case wholeNumber(ClosedRange<Int64>)
    /// A number of percents, with four decimals at most.
    case percentage
    /// An amount with its currency: `99.00 USD`.
    case money
    /// An amount that may have six decimals more than its currency: `0.002 USD`.
    case rate
    /// A whole number of the currency's smallest unit.
    case minorUnits
    /// A currency's three letters.
    case currency
    /// How often: `month`, `3 months`.
    case interval
    /// How long: `30 days`.
    case duration
    /// A day: `2027-01-01`.
    case date
    /// A language: `de`, `pt-BR`.
    case language
    /// A time zone: `Europe/Berlin`.
    case timeZone
    /// A short name of the author's: lower-case letters, digits, `_` and `-`.
    case key
    /// A country's two letters.
    case country
    /// A provider's name.
    case provider
    /// A web address.
    case address
    /// The path of a file beside this one.
    case path
    /// A provider's id, which may be a variable: `prod_123`, `${STRIPE_PRO}`.
    case remoteID
    /// The key of something declared elsewhere in the file.
    case reference(Section)
    /// One of some words, each with its meaning.
    case words([(word: String, meaning: String)])
    /// A list.
    case list(of: ValueSchema)
    /// A map whose keys are the author's.
    case table(keys: TableKeys, of: ValueSchema)
    /// A map whose keys the format knows.
    case map(MapSchema)
    /// A map that is part of a file: what an overlay changes.
    case partialFile
    /// One of several forms.
    case either([ValueSchema])

    /// Where what is referred to is declared.
    package enum Section: String, Sendable {
        case product, price, productOrPrice, feature, meter, credit
    }

    /// What an author's keys look like.
    package enum TableKeys: Sendable {
        /// Lower-case letters, digits, `_` and `-`.
        case key
        /// Letters of any case, digits, `_` and `-`.
        case code
        /// A language.
        case language
        /// A country's two letters.
        case country
        /// A country, or a country and a region.
        case region
        /// A provider's name.
        case provider
        /// Text of any form.
        case text
    }

    /// One or a list of them.
    static func oneOrMore(_ value: ValueSchema) -> ValueSchema { .either([value, .list(of: value)]) }
}
