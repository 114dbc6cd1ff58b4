extension SourceText {
    /// The values of the text; nil when it is not a text that YAML may be written in, which is reported.
    func tree(log: inout DiagnosticLog) -> YAMLTree? {
        var tree = YAMLTree()
        return add(to: &tree, log: &log) ? tree : nil
    }

    /// Adds the values of the text to a tree; false when it is not a text that YAML may be written in, which is
    /// reported.
    func add(to tree: inout YAMLTree, log: inout DiagnosticLog) -> Bool {
        guard end <= SourceText.maximumBytes else {
            log.error(
                .fileTooLarge, at: beginning, "the file is larger than \(SourceText.maximumBytes >> 20) MiB",
                help: SourceText.sizeHelp)
            return false
        }
        if let fault = TextFault.first(in: bytes, from: bodyStart) {
            report(fault, &log)
            return false
        }
        if let conflict = mergeConflict() {
            log.error(
                .mergeConflict, at: conflict, "an unresolved merge conflict begins here",
                help: "keep one side of it and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
            return false
        }
        YAMLTreeBuilder.build(self, into: &tree, log: &log)
        return true
    }

    /// What to do about a file that is too large.
    static let sizeHelp = "a catalog of ten thousand products has about 6 MiB; is this the right file?"

    private func report(_ fault: TextFault, _ log: inout DiagnosticLog) {
        switch fault {
        case .notUTF8(let offset):
            let position = characters(atAscending: [offset])[0]
            let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            log.error(
                .notUTF8, at: SourceSpan(position, position + 1),
                isWide ? "the file is UTF-16, not UTF-8" : "the file is not UTF-8 from here on",
                help: "save it with the encoding UTF-8")
        case .control(let value, let offset):
            let position = characters(atAscending: [offset])[0]
            let digits = String(value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            log.error(
                .controlCharacter, at: SourceSpan(position, position + 1),
                "a control character (\(name)) is not allowed",
                help: "remove it; is this a text file?")
        }
    }

    /// The first line that a merge left behind.
    private func mergeConflict() -> SourceSpan? {
        let marker = Array("<<<<<<< ".utf8)
        let offset = bytes.withUnsafeBufferPointer { bytes -> Int? in
            var rest = bytes[bodyStart...]
            // Most files have no such character at all, which is quick to see.
            while let offset = rest.firstIndex(of: marker[0]) {
                let isLineStart = offset == bodyStart || bytes[offset - 1] == 0x0A
                if isLineStart, bytes[offset...].starts(with: marker) { return offset }
                rest = rest[(offset + 1)...]
            }
            return nil
        }
        guard let offset else { return nil }
        let position = characters(atAscending: [offset])[0]
        return SourceSpan(position, position + 7)
    }
}
