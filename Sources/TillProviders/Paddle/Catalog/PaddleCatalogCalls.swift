import TillModel

/// The requests with which Paddle's catalog is written.
enum PaddleCatalogCalls {
    static func call(for write: CatalogWrite) throws(ProviderError) -> ProviderCall {
        guard let collection = PaddleCollection(write.key.kind) else {
            throw refusal("Paddle keeps no \(write.key.kind.words)")
        }
        switch write.verb {
        case .create:
            var body = try members(of: write, in: collection) { _ in true }.filter {
                $0.value != .nothing && $0.value != []
            }
            let data = PaddleCustomData.json(write.marker, write.fields)
            if data != .nothing { body["custom_data"] = data }
            return ProviderCall(method: "POST", path: collection.path, body: try json(body))
        case .update:
            var body = try members(of: write, in: collection) { !$0.fields.isDisjoint(with: write.changed) }
            // Sent as a whole: what is left out of it is gone.
            body["custom_data"] = PaddleCustomData.json(write.marker, write.fields)
            body["status"] = "active"
            return ProviderCall(method: "PATCH", path: try path(write, collection), body: try json(body))
        case .archive:
            return ProviderCall(
                method: "PATCH", path: try path(write, collection), body: try json(["status": "archived"]))
        }
    }

    private static func members(
        of write: CatalogWrite, in collection: PaddleCollection, where isSent: (PaddleMember) -> Bool
    ) throws(ProviderError) -> [String: CatalogValue] {
        var members: [String: CatalogValue] = [:]
        for member in PaddleMember.all(collection) where isSent(member) {
            do throws(Unsupported) {
                members[member.name] = try member.value(write.fields)
            } catch {
                throw refusal("\(write.key): \(error)")
            }
        }
        return members
    }

    private static func path(_ write: CatalogWrite, _ collection: PaddleCollection) throws(ProviderError) -> String {
        guard let path = write.id.flatMap(collection.path(of:)) else {
            throw refusal("\(write.key) has no id of Paddle's")
        }
        return path
    }

    /// The text of a body, its members in the order of their names.
    private static func json(_ body: [String: CatalogValue]) throws(ProviderError) -> String {
        do {
            return try JSONWriter.text(body)
        } catch {
            throw refusal("\(error)")
        }
    }

    private static func refusal(_ detail: String) -> ProviderError {
        ProviderError(.refused, provider: .paddle, detail: detail)
    }
}
