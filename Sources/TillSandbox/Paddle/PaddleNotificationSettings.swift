import TillModel

/// Notification settings: where events go.
enum PaddleNotificationSettings {
    static let routes: [PaddleRoute] = [
        .list(
            PaddleEntity.notificationSetting.collection,
            PaddleParameter.paging + [
                PaddleParameter(name: "active", form: .flag),
                PaddleParameter(name: "traffic_source", form: .choice(sources)),
            ], list),
        .create(
            .notificationSetting,
            [
                .required("description", .text(1...500)), .required("type", .choice(["email", "url"])),
                .required("destination", .text(1...2048)), .required("subscribed_events", events),
            ] + details, create),
        .get(.notificationSetting) { .found(try $0.account.find(.notificationSetting, $0.id).json) },
        .update(
            .notificationSetting,
            [
                .optional("description", .text(1...500)), .optional("destination", .text(1...2048)),
                .optional("subscribed_events", events), .optional("active", .boolean),
            ] + details, update),
        .delete(.notificationSetting) { call in
            let setting = try call.account.find(.notificationSetting, call.id)
            try call.account.transaction.delete(setting.kind, setting.id)
            return .gone
        },
    ]

    /// The most that may be active at once.
    private static let mostActive = 10
    private static let sources = ["all", "platform", "simulation"]
    private static let events = PaddleShape.list(
        .choice(PaddleEventTypes.names), 0...PaddleEventTypes.names.count)
    private static let details: [PaddleField] = [
        .optional("api_version", .integer(1...1)), .optional("include_sensitive_fields", .boolean),
        .optional("traffic_source", .choice(sources)),
    ]

    private static func list(_ call: PaddleCall) throws -> PaddleResult {
        var conditions = call.conditions([("traffic_source", "traffic_source")])
        if let active = call.query["active"] { conditions.append(.equals("active", active == "true")) }
        return try PaddleList(entity: .notificationSetting, usualPage: 200).page(call, conditions)
    }

    private static func create(_ call: PaddleCall) throws -> PaddleResult {
        let account = call.account
        let id = try account.newID(PaddleEntity.notificationSetting.prefix)
        let secret = account.identifiers.token() + account.identifiers.token().suffix(6)
        let setting = try settled(
            [
                "id": .string(id), "active": true, "api_version": 1, "include_sensitive_fields": false,
                "traffic_source": "platform",
                "endpoint_secret_key": .string("pdl_ntfset_\(id.suffix(26))_\(secret)"),
            ], call)
        try account.insert(.notificationSetting, setting)
        return .made(setting)
    }

    private static func update(_ call: PaddleCall) throws -> PaddleResult {
        var setting = try call.account.find(.notificationSetting, call.id)
        setting.json = try settled(setting.json, call)
        try call.account.transaction.update(setting)
        return .found(setting.json)
    }

    /// The setting with what the body says, when that is allowed.
    private static func settled(_ setting: JSONValue, _ call: PaddleCall) throws -> JSONValue {
        var setting = setting
        for (name, value) in call.body.object ?? [:] { setting[name] = value }
        if let names = call.body["subscribed_events"].array {
            setting["subscribed_events"] = .array(names.compactMap(\.string).map(PaddleEventTypes.shown))
        }
        try checkDestination(setting)
        let others = try call.account.transaction.count(
            PaddleEntity.notificationSetting.kind,
            [.equals("active", true), .isNot(id: setting["id"].string ?? "")])
        guard setting["active"] == false || others < mostActive else {
            throw refusal(
                "notification_maximum_active_settings_reached",
                "Maximum number of active notification settings reached: there can be \(mostActive).")
        }
        return setting
    }

    private static func checkDestination(_ setting: JSONValue) throws(PaddleError) {
        let destination = setting["destination"].string ?? ""
        if setting["type"] == "url" {
            guard SandboxURL.isWebAddress(destination) else {
                throw refusal("url_notification_setting_incorrect", "'\(destination)' is not an http or https address.")
            }
        } else {
            let parts = destination.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !destination.contains(" ") else {
                throw refusal("email_notification_setting_incorrect", "'\(destination)' is not an e-mail address.")
            }
        }
    }

    private static func refusal(_ code: String, _ detail: String) -> PaddleError {
        PaddleError(section: "notifications", code: code, detail: detail)
    }
}
