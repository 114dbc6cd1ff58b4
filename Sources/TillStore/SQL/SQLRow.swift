import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One row of an answer.
///
/// Reading a column as what it is not is an error, not a guess.
package struct SQLRow: Sendable {
    private let names: [String]
    private let values: [SQLValue]

    package init(names: [String], values: [SQLValue]) {
        self.names = names
        self.values = values
    }

    /// Every column with its name, in order.
    package var columns: [(name: String, value: SQLValue)] { Array(zip(names, values)) }

    package func text(_ name: String) throws(StoreError) -> String {
        guard case .text(let text) = try value(name) else { throw wrongKind(name, "text") }
        return text
    }

    package func optionalText(_ name: String) throws(StoreError) -> String? {
        try value(name) == .null ? nil : try text(name)
    }

    package func integer(_ name: String) throws(StoreError) -> Int64 {
        guard case .integer(let integer) = try value(name) else { throw wrongKind(name, "an integer") }
        return integer
    }

    package func optionalInteger(_ name: String) throws(StoreError) -> Int64? {
        try value(name) == .null ? nil : try integer(name)
    }

    package func int(_ name: String) throws(StoreError) -> Int {
        guard let int = Int(exactly: try integer(name)) else { throw wrongKind(name, "an integer of this machine") }
        return int
    }

    package func bool(_ name: String) throws(StoreError) -> Bool { try integer(name) != 0 }

    package func bytes(_ name: String) throws(StoreError) -> [UInt8] {
        guard case .blob(let bytes) = try value(name) else { throw wrongKind(name, "bytes") }
        return bytes
    }

    package func optionalBytes(_ name: String) throws(StoreError) -> [UInt8]? {
        try value(name) == .null ? nil : try bytes(name)
    }

    package func date(_ name: String) throws(StoreError) -> Date {
        Date(millisecondsSince1970: try integer(name))
    }

    package func optionalDate(_ name: String) throws(StoreError) -> Date? {
        try optionalInteger(name).map(Date.init(millisecondsSince1970:))
    }

    package func identifier<Entity>(_ name: String) throws(StoreError) -> Identifier<Entity> {
        guard let identifier = Identifier<Entity>(rawValue: try text(name)) else {
            throw wrongKind(name, "an identifier \(Entity.identifierPrefix)_…")
        }
        return identifier
    }

    package func optionalIdentifier<Entity>(_ name: String) throws(StoreError) -> Identifier<Entity>? {
        guard try value(name) != .null else { return nil }
        return try identifier(name)
    }

    /// A text column that holds one of an enumeration's words.
    package func word<Word: RawRepresentable>(_ name: String) throws(StoreError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name)) else { throw wrongKind(name, "a known word") }
        return word
    }

    /// A text column that holds JSON.
    package func json<Value: Decodable>(_ name: String) throws(StoreError) -> Value {
        let text = try text(name)
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw StoreError(.unreadableRow, "column \(name): \(error)")
        }
    }

    /// An amount whose minor units and currency are two columns.
    package func money(_ name: String, _ currency: String) throws(StoreError) -> Money {
        guard let code = Currency(code: try text(currency)) else { throw wrongKind(currency, "a currency") }
        return Money(minorUnits: try integer(name), code)
    }

    private func value(_ name: String) throws(StoreError) -> SQLValue {
        guard let index = names.firstIndex(of: name) else {
            throw StoreError(.unreadableRow, "there is no column \(name)")
        }
        return values[index]
    }

    private func wrongKind(_ name: String, _ expected: String) -> StoreError {
        StoreError(.unreadableRow, "column \(name) is not \(expected)")
    }
}
