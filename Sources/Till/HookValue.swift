import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A value as both databases know it.
public enum HookSQLValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// A whole number of a `BIGINT` column.
    case integer(Int64)
    /// Text of a `TEXT` column.
    case text(String)
    /// Bytes of a `BLOB` or `BYTEA` column.
    case bytes([UInt8])
}

/// Something that can be handed to a statement of a hook's.
public protocol HookValue {
    /// How the database has it.
    var hookSQLValue: HookSQLValue { get }
}

extension String: HookValue {
    /// Text.
    public var hookSQLValue: HookSQLValue { .text(self) }
}

extension Int64: HookValue {
    /// A whole number.
    public var hookSQLValue: HookSQLValue { .integer(self) }
}

extension Int: HookValue {
    /// A whole number.
    public var hookSQLValue: HookSQLValue { .integer(Int64(self)) }
}

extension Bool: HookValue {
    /// 1 for true, 0 for false.
    public var hookSQLValue: HookSQLValue { .integer(self ? 1 : 0) }
}

extension Date: HookValue {
    /// Whole milliseconds since 1970.
    public var hookSQLValue: HookSQLValue { .integer(millisecondsSince1970) }
}

extension [UInt8]: HookValue {
    /// Bytes.
    public var hookSQLValue: HookSQLValue { .bytes(self) }
}

extension Identifier: HookValue {
    /// The identifier's text, prefix included.
    public var hookSQLValue: HookSQLValue { .text(rawValue) }
}

extension HookSQLValue: HookValue {
    /// Itself.
    public var hookSQLValue: HookSQLValue { self }
}
