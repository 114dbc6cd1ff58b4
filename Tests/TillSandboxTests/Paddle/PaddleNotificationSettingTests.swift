import NIOHTTP1
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleNotificationSettingTests {
    private static let wrong: [(String, JSONValue, String)] = [
        ("destination", "shop.example", "url_notification_setting_incorrect"),
        ("type", "email", "email_notification_setting_incorrect"), ("type", "sms", "bad_request"),
        ("subscribed_events", ["product.sold"], "bad_request"), ("subscribed_events", "all", "bad_request"),
        ("api_version", 2, "bad_request"), ("endpoint_secret_key", "x", "bad_request"),
    ]

    private static let body: JSONValue = [
        "description": "Shop", "destination": "http://127.0.0.1:8080/api/webhooks/paddle", "type": "url",
        "subscribed_events": ["product.created", "transaction.completed"],
    ]

    @Test func `a destination has a secret that can be read again, and its events in full`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post("/notification-settings", Self.body)
            #expect(made.status == 201)
            let secret = made.entity["endpoint_secret_key"].string ?? ""
            #expect(secret.wholeMatch(of: /pdl_ntfset_[a-zA-Z0-9]{26}_[a-zA-Z0-9]{32}/) != nil)
            #expect(
                made.entity["subscribed_events"].array?.map(\.["name"]) == [
                    "product.created", "transaction.completed",
                ])
            #expect(made.entity["active"] == true)
            #expect(made.entity["traffic_source"] == "platform")
            let path = "/notification-settings/\(made.entity["id"].string ?? "")"
            #expect(try await shop.get(path).entity == made.entity)
            let changed = try await shop.patch(path, ["subscribed_events": ["price.updated"], "active": false])
            #expect(changed.entity["subscribed_events"].array?.map(\.["name"]) == ["price.updated"])
            #expect(changed.entity["endpoint_secret_key"].string == secret)
            #expect(try await shop.get("/notification-settings?active=true").ids.isEmpty)
            #expect(try await shop.get("/notification-settings").ids.count == 1)
            #expect(try await shop.get("/notification-settings").pagination["per_page"] == 200)
            #expect(try await shop.send(.DELETE, path).status == 204)
            #expect(try await shop.get(path).status == 404)
        }
    }

    @Test func `ten destinations may be active at once`() async throws {
        try await PaddleShop.open { shop in
            for _ in 0..<10 { #expect(try await shop.post("/notification-settings", Self.body).status == 201) }
            let refused = try await shop.post("/notification-settings", Self.body)
            #expect(refused.status == 400)
            #expect(refused.code == "notification_maximum_active_settings_reached")
            let ids = try await shop.get("/notification-settings?order_by=id[ASC]").ids
            #expect(ids.count == 10)
            let path = "/notification-settings/\(ids[0])"
            #expect(try await shop.patch(path, ["description": "Still active"]).status == 200)
            #expect(try await shop.patch(path, ["active": false]).status == 200)
            #expect(try await shop.post("/notification-settings", Self.body).status == 201)
            #expect(
                try await shop.patch(path, ["active": true]).code == "notification_maximum_active_settings_reached")
        }
    }

    @Test(arguments: wrong)
    func `a field is held against Paddle's rules`(_ name: String, _ value: JSONValue, _ code: String) async throws {
        try await PaddleShop.open { shop in
            var body = Self.body
            body[name] = value
            let answer = try await shop.post("/notification-settings", body)
            #expect(answer.code == code)
        }
    }

    @Test func `the types of events are those that can be subscribed to`() async throws {
        try await PaddleShop.open { shop in
            let types = try await shop.get("/event-types").entity.array ?? []
            #expect(types.count == PaddleEventTypes.names.count)
            #expect(types.contains { $0["name"] == "transaction.completed" && $0["group"] == "Transaction" })
        }
    }
}
