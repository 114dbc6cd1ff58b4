import TillModel

/// What came of editing a file.
package enum CatalogEditing: Sendable {
    /// The file's new bytes, and the edits that were not made.
    case edited([UInt8], refused: [CatalogEdit: EditRefusal])
    /// It is not YAML; what is wrong with it.
    case notYAML([Diagnostic])
}

/// Changes single values of a catalog file and leaves every other byte of it as it is.
///
/// Comments, order, anchors, line ends, and the quotes of what is changed stay. What is not written in one place, on
/// one line, is left alone. The new bytes are read again before they are given out: they say what the old ones said,
/// but for what was to be changed.
package enum CatalogEditor {
    /// Makes edits in a file's bytes; `file` is what diagnostics call it.
    package static func edit(_ bytes: [UInt8], _ edits: [CatalogEdit], file: String) -> CatalogEditing {
        let source = SourceText(file: file, bytes: bytes)
        var log = DiagnosticLog()
        guard let tree = source.tree(log: &log), !log.hasErrors else {
            return .notYAML(log.diagnostics(in: [source]))
        }
        let finder = EditFinder(EditableText(source, tree))
        var refused: [CatalogEdit: EditRefusal] = [:]
        var replacements: [Int: EditFinder.Replacement] = [:]
        for edit in edits {
            do throws(EditRefusal) {
                let replacement = try finder.replacement(for: edit)
                if let other = replacements[replacement.node], other.meaning != replacement.meaning { throw .twice }
                replacements[replacement.node] = replacement
            } catch {
                refused[edit] = error
            }
        }
        let result = replace(replacements.values.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }, in: bytes)
        guard isSame(tree, but: replacements, SourceText(file: file, bytes: result)) else {
            return .edited(bytes, refused: Dictionary(edits.map { ($0, refused[$0] ?? .changesMore) }) { $1 })
        }
        return .edited(result, refused: refused)
    }

    private static func replace(_ replacements: [EditFinder.Replacement], in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var end = 0
        for replacement in replacements {
            result += bytes[end..<replacement.bytes.lowerBound]
            result += replacement.written.utf8
            end = replacement.bytes.upperBound
        }
        return result + bytes[end...]
    }

    /// Whether new bytes hold the values of a tree, and what was to be changed reads as it should.
    private static func isSame(
        _ old: YAMLTree, but changed: [Int: EditFinder.Replacement], _ source: SourceText
    ) -> Bool {
        var log = DiagnosticLog()
        guard let new = source.tree(log: &log), !log.hasErrors, new.nodes.count == old.nodes.count else { return false }
        return old.nodes.indices.allSatisfy { index in
            let (before, after) = (old.nodes[index], new.nodes[index])
            guard before.kind == after.kind else { return false }
            switch before.kind {
            case .alias: return before.first == after.first
            case .sequence, .mapping: return before.count == after.count
            case .scalar:
                guard let replacement = changed[index] else {
                    return old.bytes(index) == new.bytes(index) && before.marks == after.marks
                }
                return new.isText(index, replacement.meaning) && !new.isNothing(index)
            }
        }
    }
}
