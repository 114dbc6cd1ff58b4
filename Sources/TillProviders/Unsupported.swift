/// Why a provider cannot have something of the catalog: one sentence for a person, without a full stop.
struct Unsupported: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
