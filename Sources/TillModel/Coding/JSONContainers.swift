/// The members of an object.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }

    init(_ encoder: JSONValueEncoder) { self.encoder = encoder }

    func encodeNil(forKey key: Key) throws { try encoder.member(key.stringValue) { $0.write("null") } }
    func encode(_ value: Bool, forKey key: Key) throws {
        try encoder.member(key.stringValue) { $0.write(value ? "true" : "false") }
    }
    func encode(_ value: String, forKey key: Key) throws {
        try encoder.member(key.stringValue) { $0.write(quoted: value) }
    }
    func encode(_ value: Double, forKey key: Key) throws {
        try encoder.member(key.stringValue) { try $0.write(fraction: value) }
    }
    func encode(_ value: Int, forKey key: Key) throws {
        try encoder.member(key.stringValue) { $0.write(number: value) }
    }
    func encode(_ value: Int64, forKey key: Key) throws {
        try encoder.member(key.stringValue) { $0.write(number: value) }
    }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        try encoder.member(key.stringValue) { try JSONWriter.write(value, to: $0) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder.child(key.stringValue).container(keyedBy: keyType)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.child(key.stringValue).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { encoder.child("super") }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.child(key.stringValue) }
}

/// The elements of an array.
struct JSONArrayContainer: UnkeyedEncodingContainer {
    private let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(_ encoder: JSONValueEncoder) { self.encoder = encoder }

    private mutating func element(_ write: (JSONOutput) throws -> Void) throws {
        try encoder.element(write)
        count += 1
    }

    mutating func encodeNil() throws { try element { $0.write("null") } }
    mutating func encode(_ value: Bool) throws { try element { $0.write(value ? "true" : "false") } }
    mutating func encode(_ value: String) throws { try element { $0.write(quoted: value) } }
    mutating func encode(_ value: Double) throws { try element { try $0.write(fraction: value) } }
    mutating func encode(_ value: Int) throws { try element { $0.write(number: value) } }
    mutating func encode(_ value: Int64) throws { try element { $0.write(number: value) } }
    mutating func encode(_ value: some Encodable) throws { try element { try JSONWriter.write(value, to: $0) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        count += 1
        return encoder.childElement().container(keyedBy: keyType)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        count += 1
        return encoder.childElement().unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder {
        count += 1
        return encoder.childElement()
    }
}

/// A value that is no object and no array.
struct JSONSingleContainer: SingleValueEncodingContainer {
    private let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }

    init(_ encoder: JSONValueEncoder) { self.encoder = encoder }

    func encodeNil() throws { try encoder.single { $0.write("null") } }
    func encode(_ value: Bool) throws { try encoder.single { $0.write(value ? "true" : "false") } }
    func encode(_ value: String) throws { try encoder.single { $0.write(quoted: value) } }
    func encode(_ value: Double) throws { try encoder.single { try $0.write(fraction: value) } }
    func encode(_ value: Int) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: Int8) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: Int16) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: Int32) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: Int64) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: UInt) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: UInt8) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: UInt16) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: UInt32) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: UInt64) throws { try encoder.single { $0.write(number: value) } }
    func encode(_ value: Float) throws { try encoder.single { try $0.write(fraction: value) } }
    func encode(_ value: some Encodable) throws { try encoder.single { try JSONWriter.write(value, to: $0) } }
}
