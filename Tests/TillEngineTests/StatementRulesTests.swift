import Testing
import Till

@testable import TillEngine

@Suite struct StatementRulesTests {
    @Test(arguments: [
        "INSERT INTO app_ledger VALUES ($1, $2)",
        "insert into app_ledger (order_id, n) values ($1, $2) on conflict (order_id) do update set n = $2",
        "INSERT OR IGNORE INTO \"app_ledger\" SELECT id, total FROM orders WHERE id = $1 AND total > $2;",
        "REPLACE INTO app_ledger VALUES ($1, replace($2, 'a', 'b'))",
        "UPDATE app_ledger SET n = n + $1 WHERE order_id = $2 RETURNING n",
        "UPDATE ONLY app_ledger SET note = 'it''s; -- not a comment' WHERE a = $1 AND b = $2",
        "DELETE FROM app_ledger WHERE order_id = $1 OR n IN ($2)",
        "/* what; this is */ SELECT count(*) AS n FROM orders -- all; of them\n WHERE id = $1 AND total > $2",
        "WITH sums (id, n) AS (SELECT order_id, sum(n) FROM app_ledger GROUP BY 1) SELECT * FROM sums WHERE id=$1 OR n=$2",
        "WITH gone AS (DELETE FROM app_a WHERE n = $1 RETURNING n) INSERT INTO app_b SELECT n FROM gone WHERE n <> $2",
        "SELECT CASE WHEN n = $1 THEN 1 ELSE 2 END FROM app_ledger WHERE n = $2 FOR UPDATE",
    ])
    func `a statement on the team's own tables is taken`(_ sql: String) throws {
        try StatementRules.check(sql, values: 2)
    }

    @Test(arguments: [
        ("UPDATE orders SET status = 'paid'", "'orders' is not a table of yours"),
        ("INSERT INTO Orders VALUES (1)", "'orders' is not a table of yours"),
        ("DELETE FROM \"event\"", "'event' is not a table of yours"),
        ("DELETE FROM app_", "'app_' is not a table of yours"),
        ("UPDATE \"APP_x\" SET a = 1", "'APP_x' is not a table of yours"),
        ("WITH a AS (SELECT 1) DELETE FROM payment", "'payment' is not a table of yours"),
        ("WITH a AS (UPDATE refund SET total = 0 RETURNING id) SELECT * FROM a", "'refund' is not a table of yours"),
        ("INSERT INTO main.app_x VALUES (1)", "without 'main.' before it"),
        ("UPDATE app_x.y SET a = 1", "without 'app_x.' before it"),
    ])
    func `a write elsewhere is refused and says where`(_ sql: String, words: String) throws {
        let error = try #require(throws: HookTransactionError.self) { try StatementRules.check(sql, values: 0) }
        #expect(error.code == .tableRefused)
        #expect(error.description.contains(words), "\(error)")
    }

    @Test(arguments: [
        "BEGIN", "COMMIT", "END", "ROLLBACK", "ROLLBACK TO x", "SAVEPOINT x", "RELEASE x", "ABORT",
        "START TRANSACTION", "SET statement_timeout = 0", "RESET ALL", "PRAGMA synchronous = OFF",
        "ATTACH DATABASE 'x' AS y", "DETACH y", "VACUUM", "REINDEX", "ANALYZE", "CREATE TABLE app_x (a TEXT)",
        "DROP TABLE app_x", "ALTER TABLE app_x ADD b TEXT", "TRUNCATE app_x", "COPY app_x FROM STDIN", "LISTEN x",
        "NOTIFY x", "LOCK TABLE app_x", "CALL x()", "DO 'x'", "EXECUTE x", "PREPARE x AS SELECT 1", "EXPLAIN SELECT 1",
        "GRANT ALL ON app_x TO y", "MERGE INTO app_x USING y ON 1 = 1", "SELECT 1 INTO app_x", "SELECT pg_sleep(10)",
        "SELECT set_config('a', 'b', false)", "SELECT pg_catalog.pg_terminate_backend(1)", "SELECT load_extension('x')",
        "SELECT \"pg_sleep\"(10)", "SELECT $tag$x$tag$", "SELECT `a` FROM app_x", "SELECT [a] FROM app_x",
        "SELECT E'a\\' || 'b'", "SELECT U&'x'", "SELECT * FROM app_x WHERE a = ?", "/* a /* b */ */ SELECT 1",
        "SELECT 'a", "SELECT \"a", "/* a", "", "  -- nothing\n", ";", "INSERT app_x VALUES (1)", "DELETE app_x",
        "UPDATE (SELECT 1)", "SELECT 1\u{0}", "INSERT INTO 'app_x' VALUES (1)", "(SELECT 1)",
    ])
    func `what is no plain statement is refused`(_ sql: String) throws {
        let error = try #require(throws: HookTransactionError.self) { try StatementRules.check(sql, values: 0) }
        #expect(error.code == .statementRefused, "\(error)")
    }

    @Test(arguments: ["SELECT 1; SELECT 2", "SELECT 1;;", "INSERT INTO app_x VALUES (1); COMMIT"])
    func `several statements in one are refused`(_ sql: String) throws {
        let error = try #require(throws: HookTransactionError.self) { try StatementRules.check(sql, values: 0) }
        #expect(error.code == .severalStatements)
    }

    @Test(arguments: [("SELECT $1", 0), ("SELECT $1", 2), ("SELECT $2", 1), ("SELECT 1", 1)])
    func `as many values as parameters are wanted`(_ sql: String, values: Int) {
        #expect(throws: HookTransactionError.self) { try StatementRules.check(sql, values: values) }
    }

    @Test(arguments: [
        "CREATE TABLE app_ledger (order_id TEXT PRIMARY KEY, minor_units BIGINT NOT NULL CHECK (minor_units >= 0))",
        "CREATE TABLE IF NOT EXISTS app_line (n BIGINT DEFAULT (0), ledger TEXT REFERENCES app_ledger (order_id))",
        "CREATE UNIQUE INDEX app_by_n ON app_ledger (minor_units) WHERE minor_units > 0",
        "ALTER TABLE app_ledger ADD COLUMN note VARCHAR(20)",
        "ALTER TABLE app_ledger RENAME TO app_book",
        "DROP TABLE IF EXISTS app_ledger",
        "DROP INDEX app_by_n",
        "UPDATE app_ledger SET note = ''",
    ])
    func `a migration makes and changes the team's own tables`(_ sql: String) throws {
        try StatementRules.checkMigration(sql)
    }

    @Test(arguments: [
        "CREATE TABLE ledger (a TEXT)", "CREATE TEMP TABLE app_x (a TEXT)", "CREATE VIEW app_x AS SELECT 1",
        "CREATE TRIGGER app_x AFTER INSERT ON orders BEGIN DELETE FROM app_y; END", "CREATE INDEX app_x ON orders (id)",
        "CREATE INDEX x ON app_y (a)", "ALTER TABLE orders ADD COLUMN a TEXT", "ALTER TABLE app_x RENAME TO orders",
        "ALTER TABLE app_x OWNER TO y", "DROP TABLE orders", "DROP TABLE app_x, orders", "DROP TABLE app_x CASCADE",
        "CREATE TABLE app_x (a TEXT REFERENCES orders (id))", "CREATE TABLE app_x (a REAL)",
        "CREATE TABLE app_x (a TEXT REFERENCES app_y (a) DEFERRABLE INITIALLY DEFERRED)", "CREATE ROLE app_x",
        "CREATE FUNCTION app_x() RETURNS TEXT", "CREATE TABLE app_x (a BIGINT DEFAULT (nextval('y')))",
        "UPDATE app_x SET a = $1", "COMMIT", "CREATE TABLE app_x (a TEXT); CREATE TABLE app_y (a TEXT)",
    ])
    func `a migration that reaches further is refused`(_ sql: String) {
        #expect(throws: HookTransactionError.self) { try StatementRules.checkMigration(sql) }
    }
}
