import Testing
import TillStore

/// How the address of a database is read, and what of it anybody may see.
@Suite struct DatabaseAddressTests {
    @Test func `an address says which kind of database it is`() {
        #expect(DatabaseAddress("sqlite:.till/till.db") == .sqlite(path: ".till/till.db"))
        #expect(DatabaseAddress("sqlite:///var/till.db") == .sqlite(path: "/var/till.db"))
        #expect(DatabaseAddress("postgres://db/till") == .postgreSQL(url: "postgres://db/till"))
        #expect(DatabaseAddress("postgresql:///till") == .postgreSQL(url: "postgresql:///till"))
        for text in ["", "sqlite:", "mysql://db/till", "till.db", "postgres:till"] {
            #expect(DatabaseAddress(text) == nil)
        }
    }

    /// Addresses, and what is shown of them.
    static let shown = [
        ("postgres://till:hunter2@db/till", "postgres://till:********@db/till"),
        ("postgres://till@db/till", "postgres://till@db/till"),
        ("postgres://db/till", "postgres://db/till"),
        ("postgres://till:p@ss/w:rd@db/till?sslmode=require", "postgres://till:********@db/till?sslmode=require"),
        ("postgres://db/till?user=till&password=hunter2", "postgres://db/till?user=till&password=********"),
        ("postgres://db/till?sslpassword=hunter2&port=1", "postgres://db/till?sslpassword=********&port=1"),
        ("postgres://db/till?pass%77ord=hunter2", "postgres://db/till?pass%77ord=********"),
        ("mysql://till:hunter2@db/till", "mysql://till:********@db/till"),
    ]

    @Test(arguments: shown) func `a password is never shown`(_ text: String, _ expected: String) {
        #expect(DatabaseAddress.masked(text) == expected)
        #expect(!DatabaseAddress.masked(text).contains("hunter2"))
    }
}
