import Testing
import TillModel
import TillSync

/// What is known of drift, as a file keeps it.
@Suite struct KnownDriftTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func known(
        _ key: String, _ kind: DriftClass = .changed, until day: String = "2027-01-31", because reason: String = "why"
    ) throws -> KnownDrift {
        try #require(KnownDrift(key: key, kind: kind, until: Self.day(day), reason: reason))
    }

    @Test func `entries are sorted, one for each key and class, below what people noted`() throws {
        var list = try KnownDriftList("# ours\n\npro:changed until 2026-01-01 because it was so\n")
        try list.add(Self.known("pro/monthly", .archivedRemotely))
        try list.add(Self.known("coupon LAUNCH", because: "  somebody\ntries it "))
        try list.add(Self.known("pro", until: "2027-02-28", because: "a name"))
        let text = """
            # ours
            coupon LAUNCH:changed until 2027-01-31 because somebody tries it
            pro:changed until 2027-02-28 because a name
            pro/monthly:archived_remotely until 2027-01-31 because why

            """
        #expect(list.text == text)
        #expect(try KnownDriftList(text) == list)
        #expect(try KnownDriftList(KnownDriftList().text).entries.isEmpty)
    }

    @Test(arguments: [
        "pro:changed", "pro until 2027-01-31 because why", "pro:another until 2027-01-31 because why",
        "pro:changed until 2027-02-30 because why", "pro:changed until 2027-01-31",
        ":changed until 2027-01-31 because a",
        "pro:changed until 2027-01-31 because  ", "<<<<<<< ours",
    ])
    func `a line that says nothing is told by its number`(_ line: String) throws {
        #expect(throws: KnownDriftList.Mistake(line: 3, text: line.trimmingSpaces)) {
            try KnownDriftList("# ours\njob:changed until 2027-01-31 because why\n\(line)\n")
        }
    }

    @Test(arguments: [("pro/monthly", true), ("price pro/monthly", true), ("product pro", false), ("pro", false)])
    func `a finding is meant by its key, with or without the kind`(_ name: String, _ isMeant: Bool) throws {
        var list = KnownDriftList()
        try list.add(Self.known(name))
        let key = CatalogObjectKey(.price, "pro/monthly")
        #expect(try (list.hiding(key, .changed, on: Self.day("2027-01-31")) != nil) == isMeant)
        #expect(try list.hiding(key, .missing, on: Self.day("2027-01-31")) == nil)
        #expect(try list.hiding(key, .changed, on: Self.day("2027-02-01")) == nil)
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
