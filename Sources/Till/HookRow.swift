#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One row of an answer to a hook's statement.
///
/// A column that is read as what it is not is an error, not a guess; nil stands for a column that holds nothing.
public struct HookRow: Sendable, Hashable {
    private let columns: [String: HookSQLValue]

    /// A row, by its columns' names.
    package init(_ columns: [String: HookSQLValue]) { self.columns = columns }

    /// A column of text.
    public func text(_ name: String) throws -> String? {
        switch try value(name) {
        case .null: nil
        case .text(let text): text
        default: throw wrongKind(name, "text")
        }
    }

    /// A column of whole numbers.
    public func integer(_ name: String) throws -> Int64? {
        switch try value(name) {
        case .null: nil
        case .integer(let integer): integer
        default: throw wrongKind(name, "a whole number")
        }
    }

    /// A column of bytes.
    public func bytes(_ name: String) throws -> [UInt8]? {
        switch try value(name) {
        case .null: nil
        case .bytes(let bytes): bytes
        default: throw wrongKind(name, "bytes")
        }
    }

    /// A column that a truth value was written to.
    public func bool(_ name: String) throws -> Bool? { try integer(name).map { $0 != 0 } }

    /// A column that an instant was written to.
    public func date(_ name: String) throws -> Date? {
        try integer(name).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    private func value(_ name: String) throws -> HookSQLValue {
        guard let value = columns[name] else {
            let known = columns.keys.sorted().joined(separator: ", ")
            throw HookTransactionError(.unknownColumn, "there is no column '\(name)' in the answer; it has \(known)")
        }
        return value
    }

    private func wrongKind(_ name: String, _ expected: String) -> HookTransactionError {
        HookTransactionError(.wrongKind, "column '\(name)' does not hold \(expected)")
    }
}
