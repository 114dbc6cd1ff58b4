import Foundation
import Testing
import TillModel

@testable import TillCatalogFile

/// What the server answers has the shape that the API's description gives it.
@Suite struct OpenAPIShapeTests {
    /// The description's schemas by name.
    private static func schemas() throws -> [String: Any] {
        let text = SampleShop.generator.text(.openapi, of: SampleShop.catalog)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let components = try #require(document["components"] as? [String: Any])
        return try #require(components["schemas"] as? [String: Any])
    }

    static let carts: [Cart] = {
        var plain = Cart(items: [Cart.Item("job_posting")], today: day)
        plain.country = "DE"
        var full = Cart(
            items: [
                Cart.Item("pro/monthly", quantity: 2), Cart.Item("starter"),
                Cart.Item("donation", amount: .minorUnits(700)),
            ], today: day)
        full.coupons = ["launch20", "nonsense"]
        full.country = "US"
        full.region = "US-CA"
        return [plain, full, Cart(items: [Cart.Item("api/tiers", quantity: 1_500)], today: day)]
    }()

    private static let day: TillModel.CalendarDate = {
        guard let day = TillModel.CalendarDate("2027-01-15") else { fatalError("not a day") }
        return day
    }()

    @Test(arguments: carts)
    func `a quote has the fields that are described, and no other`(_ cart: Cart) throws {
        var contents = SampleShop.catalog.contents
        contents.taxes = ["DE": TaxRate(name: "VAT", rate: Percentage(19))]
        let quote = try PricingEngine(Catalog(contents, contentHash: "00")).quote(cart)
        let json = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(quote))
        let schemas = try Self.schemas()
        #expect(Self.problems(json, ["$ref": "#/components/schemas/Quote"], schemas, at: "quote") == [])
    }

    /// Where a value is not what a schema says; a field that the schema does not name is told, too.
    private static func problems(
        _ value: Any, _ schema: [String: Any], _ schemas: [String: Any], at place: String
    ) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            guard let target = schemas[name] as? [String: Any] else { return ["\(place): no schema \(name)"] }
            return problems(value, target, schemas, at: place)
        }
        if let words = schema["enum"] as? [String], let word = value as? String, !words.contains(word) {
            return ["\(place): \(word) is not one of \(words)"]
        }
        switch (schema["type"] as? String, value) {
        case ("object", let object as [String: Any]):
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            return missing.map { "\(place): no \($0)" }
                + object.flatMap { key, value -> [String] in
                    guard let schema = properties[key] else { return ["\(place): \(key) is not described"] }
                    return problems(value, schema, schemas, at: "\(place).\(key)")
                }
        case ("array", let items as [Any]):
            let schema = schema["items"] as? [String: Any] ?? [:]
            return items.enumerated().flatMap { problems($1, schema, schemas, at: "\(place)[\($0)]") }
        case ("string", is String), ("integer", is Int), ("boolean", is Bool): return []
        case (let type, _): return ["\(place): \(value) is not of type \(type ?? "none")"]
        }
    }
}
