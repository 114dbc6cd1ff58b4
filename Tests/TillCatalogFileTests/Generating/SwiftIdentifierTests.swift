import Testing

@testable import TillCatalogFile

@Suite struct SwiftIdentifierTests {
    @Test(arguments: [
        ("job_posting", "jobPosting"), ("job-posting", "jobPosting"), ("pro", "pro"), ("LAUNCH20", "launch20"),
        ("BLACK_FRIDAY", "blackFriday"), ("springSale", "springSale"), ("3d", "_3d"), ("1000_credits", "_1000Credits"),
        ("a__b", "aB"), ("__", "_key"), ("class", "`class`"), ("default", "`default`"), ("self", "self_"),
        ("init", "init_"), ("type", "type_"), ("any", "any_"),
        ("price_reference", "price_reference"),
    ])
    func `a key has a name that compiles`(_ key: String, _ name: String) {
        #expect(SwiftIdentifiers([key]).constant(key) == name)
    }

    @Test func `a type's name begins with a capital`() {
        let names = SwiftIdentifiers(["extra_seats", "self", "class"])
        #expect(["extra_seats", "self", "class"].map(names.namespace) == ["ExtraSeats", "Self_", "Class"])
    }

    @Test func `of keys that would share a name none has it`() {
        let names = SwiftIdentifiers(["a-b", "a_b", "c"])
        #expect(["a-b", "a_b", "c"].map(names.constant) == ["a_dash_b", "a_b", "c"])
        #expect(SwiftIdentifiers(["a_b", "c"]).constant("a_b") == "aB")
    }

    @Test(arguments: [
        ["a-b", "a_b", "a_dash_b", "a-dash-b", "aB"], ["self", "self_", "_self", "Self"],
        ["LAUNCH", "launch", "Launch"],
        ["-", "_", "--"], ["1", "_1", "-1"],
    ])
    func `different keys have different names, in any order`(_ keys: [String]) {
        let names = SwiftIdentifiers(keys)
        #expect(Set(keys.map(names.constant)).count == keys.count)
        // Only products have types, and their keys have no capitals.
        let lower = keys.filter { $0 == $0.lowercased() }
        #expect(Set(lower.map(names.namespace)).count == lower.count)
        let again = SwiftIdentifiers(keys.reversed())
        #expect(keys.map(names.constant) == keys.map(again.constant))
    }
}
