import Testing
import TillModel
import TillSync

/// What becomes what, as a table.
@Suite struct ImportMapTests {
    @Test func `lines are read with their numbers, whoever wrote them`() throws {
        let map = try ImportMap(
            "\u{FEFF}Provider, ID ,key\r\n\r\nstripe,prod_1,pro\r\n \"stripe\" , \"price_1\",pro/monthly\n\npaddle,pro_1,pro"
        )
        #expect(map.lines.map(\.number) == [3, 4, 6])
        #expect(map.lines.map(\.provider) == [.stripe, .stripe, .paddle])
        #expect(map.lines.map(\.id) == ["prod_1", "price_1", "pro_1"])
        #expect(map.lines.map(\.key) == ["pro", "pro/monthly", "pro"])
    }

    @Test(arguments: [
        ("", [1]), ("stripe,prod_1,pro\n", [1]), ("id,provider,key\nstripe,prod_1,pro\n", [1]),
        ("provider,id,key\n", [1]),
        ("provider,id,key\nstripe,prod_1\nstripe,prod_2,pro,more\nstripe,,pro\nnobody,prod_4,pro\n", [2, 3, 4, 5]),
        ("provider,id,key\nstripe,prod_1,pro\nstripe,prod_1,job\n", [3]),
    ])
    func `everything that is wrong is told with its line`(_ text: String, _ lines: [Int]) {
        do {
            _ = try ImportMap(text)
            Issue.record("it was read")
        } catch {
            #expect(error.all.map(\.line) == lines)
        }
    }
}
