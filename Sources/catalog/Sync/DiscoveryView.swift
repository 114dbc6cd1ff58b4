import TillModel
import TillSync

/// What a provider has that could be imported, with the commands that would do it.
struct DiscoveryView {
    let proposals: ImportProposals
    let session: SyncSession
    let provider: SyncSession.Provider

    /// One proposal, as JSON.
    private struct Answer: Encodable {
        let remoteID: String
        let kind: String
        let key: String
        let inFile: Bool
        let fits: Bool
        /// The name by which code may know it; nil where it has none.
        let lookupKey: String?
        /// The name that takes its place; nil where none does.
        let lookupKeyAfter: String?
        let command: String

        private enum CodingKeys: String, CodingKey {
            case remoteID = "remote_id"
            case kind, key
            case inFile = "in_file"
            case fits
            case lookupKey = "lookup_key"
            case lookupKeyAfter = "lookup_key_after"
            case command
        }
    }

    var fields: [String: any Encodable] {
        [
            "env": session.mode.rawValue, "provider": provider.name.rawValue,
            "proposals": ordered.map {
                Answer(
                    remoteID: $0.object.id, kind: $0.object.kind.rawValue, key: $0.key.name, inFile: $0.isInFile,
                    fits: $0.fits, lookupKey: $0.object.lookupKey, lookupKeyAfter: lookupKeyChange($0)?.after,
                    command: command($0))
            },
            "warnings": ordered.compactMap(lookupKeyChange).map { Mistake($0, at: provider.name) },
        ]
    }

    /// Each product with its prices, then the prices of products that are known, then coupons.
    private var ordered: [ImportProposals.Proposal] {
        let products = proposals.objects.filter { $0.object.kind == .product }
        let ids = Set(products.map(\.object.id))
        let others = proposals.prices.filter { !ids.contains($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
        return products.flatMap { [$0] + proposals.prices[$0.object.id, default: []] } + others
            + proposals.objects.filter { $0.object.kind != .product }
    }

    var text: String {
        let ordered = ordered
        guard !ordered.isEmpty else { return "\(provider.name) has nothing that is not known.\n" }
        return ordered.map { proposal in
            let indent = proposal.object.kind == .price ? "  " : ""
            let note =
                proposal.fits
                ? "as products.yaml has it"
                : proposal.isInFile ? "products.yaml says something else" : "not in products.yaml yet"
            let warning = lookupKeyChange(proposal).map { "\(indent)    warning: \($0.sentence)\n" } ?? ""
            return "\(indent)\(command(proposal))\n\(indent)    \(words(proposal.object)): \(note)\n" + warning
        }.joined()
    }

    private func command(_ proposal: ImportProposals.Proposal) -> String {
        "catalog import \(provider.name):\(proposal.object.id) --as \(proposal.key.name) --env \(session.mode)"
    }

    /// The name that is lost when it is marked as ours; nil where none is.
    private func lookupKeyChange(_ proposal: ImportProposals.Proposal) -> LookupKeyChange? {
        guard proposal.object.kind == .price else { return nil }
        let marker = OwnershipMarker(owner: session.owner, key: proposal.key, generation: 1)
        return LookupKeyChange(proposal.object, marked: marker, at: provider.publisher)
    }

    /// What an object is, in a few words.
    private func words(_ object: RemoteCatalogObject) -> String {
        let names = object.kind == .price ? ["amount", "currency", "recurring"] : ["name", "description"]
        let values = names.compactMap { object.fields[$0].map { ValueText.text($0) } }
        return "\(object.kind.words) \(values.joined(separator: " "))"
    }
}
