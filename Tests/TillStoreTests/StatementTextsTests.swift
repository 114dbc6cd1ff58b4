import Testing

@testable import TillStore

@Suite struct StatementTextsTests {
    @Test(arguments: [
        ("SELECT $1, $12 FROM t WHERE a = $2", "SELECT ?1, ?12 FROM t WHERE a = ?2"),
        ("SELECT '$1', \"$2\", `$3`, [$4], $5", "SELECT '$1', \"$2\", `$3`, [$4], ?5"),
        ("SELECT 'it''s $1', $1", "SELECT 'it''s $1', ?1"), ("SELECT $name, $", "SELECT $name, $"),
        ("SELECT 1 -- $1\n, $1", "SELECT 1 -- $1\n, ?1"), ("SELECT /* $1 */ $1 /* $2", "SELECT /* $1 */ ?1 /* $2"),
        ("SELECT 'open $1", "SELECT 'open $1"), ("SELECT [open $1", "SELECT [open $1"), ("--", "--"), ("", ""),
        ("SELECT 'é', $1 - $2 / $3", "SELECT 'é', ?1 - ?2 / ?3"),
    ])
    func `parameters are numbered for SQLite, and nothing else is touched`(_ sql: String, _ expected: String) {
        #expect(StatementTexts.rewritten(sql) == expected)
        let texts = StatementTexts()
        #expect(texts.text(of: sql) == expected)
        #expect(texts.text(of: sql) == expected)
    }
}
