/// Writes one value; ended by whoever began it.
final class JSONValueEncoder: Encoder {
    /// What the value turned out to be.
    private enum Shape {
        case nothing, single, object, array, ended
    }

    private let output: JSONOutput
    private var shape = Shape.nothing
    /// Where the first member or element begins.
    private var start = 0
    /// The members of an object, and whether they stand in the order of their names.
    private var members: [JSONMember] = []
    private var isSorted = true
    /// A container inside this one that was asked for and may still be written to.
    private var child: JSONValueEncoder?

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ output: JSONOutput) { self.output = output }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        begin(.object, with: "{")
        return KeyedEncodingContainer(JSONObjectContainer<Key>(self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        begin(.array, with: "[")
        return JSONArrayContainer(self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleContainer(self) }

    /// A type may ask for its container more than once.
    private func begin(_ shape: Shape, with bracket: StaticString) {
        guard self.shape == .nothing else { return }
        self.shape = shape
        output.write(bracket)
        start = output.count
    }

    // MARK: - Parts

    /// Writes a member of an object.
    func member(_ name: String, _ write: (JSONOutput) throws -> Void) throws {
        try begin(member: name)
        try write(output)
        endMember()
    }

    /// Writes an element of an array.
    func element(_ write: (JSONOutput) throws -> Void) throws {
        try beginElement()
        try write(output)
    }

    /// Writes the value itself.
    func single(_ write: (JSONOutput) throws -> Void) throws {
        guard shape == .nothing else { throw misused("two values are written where one is wanted") }
        shape = .single
        try write(output)
    }

    /// Begins a member that is written by others, until something else of this object is.
    func child(_ name: String) -> JSONValueEncoder { child { try begin(member: name) } }

    /// Begins an element that is written by others, until something else of this array is.
    func childElement() -> JSONValueEncoder { child { try beginElement() } }

    private func child(_ begin: () throws -> Void) -> JSONValueEncoder {
        let child = JSONValueEncoder(output)
        do {
            try begin()
            self.child = child
        } catch {
            // Whoever asks for a container is no place to throw; writing to it then does.
            child.shape = .ended
        }
        return child
    }

    private func begin(member name: String) throws {
        try endChild()
        guard shape == .object else { throw misused("'\(name)' is written after its object has ended") }
        if let last = members.last {
            output.write(",")
            isSorted = isSorted && last.name < name
        }
        members.append(JSONMember(name: name, start: output.count, end: output.count))
        output.write(quoted: name)
        output.write(":")
    }

    private func beginElement() throws {
        try endChild()
        guard shape == .array else { throw misused("an element is written after its array has ended") }
        if output.count > start { output.write(",") }
    }

    // MARK: - Ends

    private func endMember() {
        guard shape == .object else { return }
        members[members.count - 1].end = output.count
    }

    private func endChild() throws {
        guard let child else { return }
        self.child = nil
        try child.end()
        endMember()
    }

    /// Ends the value; nothing more can be written to it.
    func end() throws {
        try endChild()
        switch shape {
        case .nothing: output.write("{}")
        case .object:
            if !isSorted { output.sort(members, from: start) }
            output.write("}")
        case .array: output.write("]")
        case .single, .ended: break
        }
        shape = .ended
    }

    private func misused(_ words: String) -> EncodingError {
        EncodingError.invalidValue(self, EncodingError.Context(codingPath: [], debugDescription: words))
    }
}
