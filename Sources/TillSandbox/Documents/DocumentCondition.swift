import GRDB

/// What a list of objects is narrowed by.
///
/// Paths are literals of this module and become SQL; values are always bound.
struct DocumentCondition {
    let sql: String
    let arguments: StatementArguments

    private init(_ sql: String, _ arguments: StatementArguments) {
        self.sql = sql
        self.arguments = arguments
    }

    /// The member at the path is this text.
    static func equals(_ path: StaticString, _ text: String) -> DocumentCondition {
        DocumentCondition("json_extract(json, '$.\(path)') = ?", [text])
    }

    /// The member at the path is this text, whatever the case of its letters from A to Z.
    static func equalsIgnoringCase(_ path: StaticString, _ text: String) -> DocumentCondition {
        DocumentCondition("lower(json_extract(json, '$.\(path)')) = lower(?)", [text])
    }

    /// The member at the path of what is never shown is this text.
    static func remembered(_ path: StaticString, _ text: String) -> DocumentCondition {
        DocumentCondition("json_extract(hidden, '$.\(path)') = ?", [text])
    }

    /// The member at the path is this truth value.
    static func equals(_ path: StaticString, _ flag: Bool) -> DocumentCondition {
        DocumentCondition("json_extract(json, '$.\(path)') = ?", [flag])
    }

    /// The member at the path is one of these texts.
    static func among(_ path: StaticString, _ texts: [String]) -> DocumentCondition {
        guard !texts.isEmpty else { return DocumentCondition("0", []) }
        let marks = Array(repeating: "?", count: texts.count).joined(separator: ", ")
        return DocumentCondition("json_extract(json, '$.\(path)') IN (\(marks))", StatementArguments(texts))
    }

    /// The member at the path is one of these texts, small and capital letters being the same.
    static func amongIgnoringCase(_ path: StaticString, _ texts: [String]) -> DocumentCondition {
        guard !texts.isEmpty else { return DocumentCondition("0", []) }
        let marks = Array(repeating: "lower(?)", count: texts.count).joined(separator: ", ")
        return DocumentCondition("lower(json_extract(json, '$.\(path)')) IN (\(marks))", StatementArguments(texts))
    }

    /// The member at the path is null or missing, or is neither.
    static func isNull(_ path: StaticString, _ isNull: Bool) -> DocumentCondition {
        DocumentCondition("json_extract(json, '$.\(path)') IS \(isNull ? "" : "NOT ")NULL", [])
    }

    /// One of the elements at the path has this text at a path of its own.
    static func anyOf(_ path: StaticString, _ member: StaticString, is text: String) -> DocumentCondition {
        DocumentCondition(
            """
            EXISTS (SELECT 1 FROM json_each(object.json, '$.\(path)') AS element
                WHERE json_extract(element.value, '$.\(member)') = ?)
            """, [text])
    }

    /// The object is another than the one of this identifier.
    static func isNot(id: String) -> DocumentCondition { DocumentCondition("id <> ?", [id]) }

    /// The member at the path is text that begins like this.
    static func begins(_ path: StaticString, with prefix: String) -> DocumentCondition {
        DocumentCondition("substr(json_extract(json, '$.\(path)'), 1, ?) = ?", [prefix.unicodeScalars.count, prefix])
    }

    /// The number at the path compares so with the given one.
    static func compares(_ path: StaticString, _ comparison: Comparison, _ number: Int64) -> DocumentCondition {
        DocumentCondition("json_extract(json, '$.\(path)') \(comparison.rawValue) ?", [number])
    }

    /// The number at the path of what is never shown compares so with the given one.
    static func remembers(_ path: StaticString, _ comparison: Comparison, _ number: Int64) -> DocumentCondition {
        DocumentCondition("json_extract(hidden, '$.\(path)') \(comparison.rawValue) ?", [number])
    }

    /// The event was, or was not yet, delivered to all its endpoints.
    static func deliverySucceeded(_ succeeded: Bool) -> DocumentCondition {
        DocumentCondition(
            """
            \(succeeded ? "NOT " : "")EXISTS (
                SELECT 1 FROM delivery WHERE delivery.event = object.id AND delivery.status <> 'succeeded')
            """, [])
    }

    /// How two numbers are compared.
    enum Comparison: String {
        case equal = "="
        case greater = ">"
        case greaterOrEqual = ">="
        case less = "<"
        case lessOrEqual = "<="
    }
}
