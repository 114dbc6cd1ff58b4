#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One of Stripe's objects as a sample has it, with gaps for what differs from one to the next.
///
/// Taken apart once, since a simulation fills thousands.
struct ObjectTemplate: Sendable {
    /// What stands between the gaps; one more than there are gaps.
    private let pieces: [String]
    /// The path of each gap.
    private let gaps: [String]

    /// - `fixture`: The sample of an event that carries such an object.
    /// - `gaps`: Paths in the object, such as `items.data.0.current_period_end`.
    init(fixture: String, gaps paths: [String]) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let sample = try Data(contentsOf: tests.appending(path: "Fixtures/stripe/events/\(fixture).json"))
        var object = try JSONDecoder().decode(JSONTree.self, from: sample)[["data", "object"]]
        for path in paths {
            object[path.split(separator: ".").map(String.init)[...]] = .text("<<\(path)>>")
        }
        try self.init(object)
    }

    init(_ object: JSONTree) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(object), as: UTF8.self)
        var pieces: [String] = []
        var gaps: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "\"<<"), let end = rest.firstRange(of: ">>\"") {
            pieces.append(String(rest[..<start.lowerBound]))
            gaps.append(String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        pieces.append(String(rest))
        self.pieces = pieces
        self.gaps = gaps
    }

    /// What a gap is filled with.
    enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
        case text(String?)
        case number(Int64)
        case bool(Bool)
        /// Any JSON.
        case json(String)

        init(stringLiteral value: String) { self = .text(value) }
        init(integerLiteral value: Int64) { self = .number(value) }
        init(nilLiteral: ()) { self = .text(nil) }

        fileprivate var json: String {
            switch self {
            case .text(let text?): "\"\(text)\""
            case .text(nil): "null"
            case .number(let number): String(number)
            case .bool(let bool): bool ? "true" : "false"
            case .json(let text): text
            }
        }
    }

    /// The object with its gaps filled; one that is not given is null.
    func filled(_ values: [String: Value]) -> String {
        var text = pieces[0]
        for (gap, piece) in zip(gaps, pieces.dropFirst()) {
            text += (values[gap] ?? nil).json
            text += piece
        }
        return text
    }
}
