import TillModel

/// What is known of drift, as a file that people read, keep in version control and merge: an entry on each line.
package struct KnownDriftList: Sendable, Hashable {
    /// Sorted; one for each key and class.
    package private(set) var entries: [KnownDrift] = []
    /// The lines that begin with `#`, which stay at the top.
    private var remarks: [String] = []

    /// Why a text is no such list.
    package struct Mistake: Error, Sendable, Hashable {
        /// Counted from 1.
        package let line: Int
        package let text: String

        package init(line: Int, text: String) {
            self.line = line
            self.text = text
        }
    }

    private static let heading = "# Drift that is known. See `catalog drift --help`. Any line may be deleted."

    package init() {}

    /// - Throws: ``Mistake`` for the first line that says nothing.
    package init(_ text: String) throws(Mistake) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let line = line.trimmed
            if line.hasPrefix("#") { remarks.append(line) }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let entry = KnownDrift(line: line) else { throw Mistake(line: number + 1, text: line) }
            add(entry)
        }
    }

    /// Adds an entry in the place of what was said before of the same key and class.
    package mutating func add(_ entry: KnownDrift) {
        entries.removeAll { $0.key == entry.key && $0.kind == entry.kind }
        entries.append(entry)
        entries.sort()
    }

    /// The file's text.
    package var text: String {
        ((remarks.isEmpty ? [Self.heading] : remarks) + entries.map(\.line)).map { $0 + "\n" }.joined()
    }

    /// The entry that hides a finding on a day; nil when none does.
    package func hiding(_ key: CatalogObjectKey, _ kind: DriftClass, on day: CalendarDate) -> KnownDrift? {
        entries.first { $0.means(key, kind) && !$0.isOver(on: day) }
    }
}

extension Substring {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
