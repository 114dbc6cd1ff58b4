import Foundation
import Testing

@testable import TillCatalogFile

/// The form of the JSON Schema; that it agrees with the reader is what `scripts/check-schema` tells.
@Suite struct JSONSchemaTests {
    private let schema: [String: Any]
    private let definitions: [String: [String: Any]]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Data(JSONSchema.text.utf8))
        schema = try #require(object as? [String: Any])
        definitions = try #require(schema["definitions"] as? [String: [String: Any]])
    }

    /// Every object in a value, itself included.
    private func objects(_ value: Any) -> [[String: Any]] {
        if let list = value as? [Any] { return list.flatMap(objects) }
        guard let object = value as? [String: Any] else { return [] }
        return [object] + object.values.flatMap(objects)
    }

    @Test func `every reference leads to a definition, and every definition is referred to`() {
        let references = Set(objects(schema).compactMap { $0["$ref"] as? String })
        #expect(references == Set(definitions.keys.map { "#/definitions/\($0)" }))
    }

    @Test func `nothing stands beside a reference, where draft 7 ignores it`() {
        for object in objects(schema) where object["$ref"] is String { #expect(object.count == 1, "\(object)") }
    }

    @Test func `every pattern is one`() throws {
        for object in objects(schema) {
            guard let pattern = object["pattern"] as? String else { continue }
            _ = try NSRegularExpression(pattern: pattern)
            #expect(object["patternErrorMessage"] is String, "\(pattern)")
        }
    }

    /// The maps that have a definition under their own name.
    private static let maps = MapSchema.documented.filter { !["included file", "overlay", "ids"].contains($0.name) }

    @Test(arguments: maps)
    func `every key of a map is described, and no other is allowed`(map: MapSchema) throws {
        let name = map.name.replacing(" ", with: "-")
        let definition = try #require(map === MapSchema.file ? schema : definitions[name])
        let properties = try #require(definition["properties"] as? [String: [String: Any]])
        #expect(Set(properties.keys) == Set(map.names))
        #expect(definition["additionalProperties"] as? Bool == false)
        for key in map.keys {
            let property = try #require(properties[key.key.name])
            #expect(property["description"] as? String == key.summary)
            let hover = try #require(property["markdownDescription"] as? String)
            #expect(hover.contains("\(key.key.name): \(key.example)"))
        }
    }

    @Test func `an overlay may leave out, change and remove`() throws {
        let product = try #require(definitions["changed-product"])
        #expect(product["required"] == nil)
        #expect(product["oneOf"] == nil)
        let properties = try #require(product["properties"] as? [String: [String: Any]])
        for (key, property) in properties {
            let forms = try #require(property["anyOf"] as? [[String: Any]], "\(key)")
            #expect(forms.contains { $0["type"] as? String == "null" }, "\(key)")
        }
    }

    @Test func `only the file may have keys of its author's own`() throws {
        #expect((schema["patternProperties"] as? [String: Bool]) == ["^x-": true])
        #expect(definitions.values.allSatisfy { $0["patternProperties"] == nil })
    }
}
