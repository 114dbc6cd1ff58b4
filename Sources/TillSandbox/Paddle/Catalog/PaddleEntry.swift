/// What products, prices and discounts have in common.
///
/// They are made active, can be archived and made active again, and are never deleted.
struct PaddleEntry {
    let entity: PaddleEntity
    let call: PaddleCall

    /// A new entry with what the body says, laid over what Paddle assumes.
    func new(_ usual: JSONValue) throws -> JSONValue {
        var json = laid(over: usual)
        json["id"] = .string(try call.account.newID(entity.prefix))
        json["status"] = "active"
        json["import_meta"] = nil
        json["created_at"] = .string(call.account.now)
        json["updated_at"] = .string(call.account.now)
        return json
    }

    /// The entry that the path names, with what the body says laid over it.
    ///
    /// One that is archived must become active to be changed.
    func changed() throws -> Document {
        var document = try call.account.find(entity, call.id)
        let isOnlyStatus = (call.body.object ?? [:]).keys.allSatisfy { $0 == "status" }
        if document.json["status"] == "archived", call.body["status"] != "active", !isOnlyStatus {
            throw PaddleError(
                code: "entity_archived",
                detail: "\(entity.noun) \(document.id) is archived and cannot be modified.")
        }
        document.json = laid(over: document.json)
        document.json["updated_at"] = .string(call.account.now)
        return document
    }

    private func laid(over json: JSONValue) -> JSONValue {
        var json = json
        for (name, value) in call.body.object ?? [:] { json[name] = value }
        return json
    }
}
