#if PostgreSQL
    import CLibPQ

    /// The values of one statement, as libpq takes them.
    ///
    /// Integers and bytes go in binary. Text goes without a type, so that the server takes it as what its column is.
    struct PostgreSQLParameters {
        /// The type of each value; 0 leaves it to the server.
        private(set) var types: [Oid] = []
        private var lengths: [Int32] = []
        private var formats: [Int32] = []
        /// Where each value begins in ``bytes``; nil is NULL.
        private var offsets: [Int?] = []
        private var bytes: [UInt8] = []

        init(_ values: [any SQLConvertible]) throws(StoreError) {
            for value in values {
                switch value.sqlValue {
                case .null:
                    add(type: 0, format: 0, nil)
                case .integer(let integer):
                    add(type: PostgreSQLType.bigint, format: 1, withUnsafeBytes(of: integer.bigEndian, Array.init))
                case .text(let text):
                    let utf8 = Array(text.utf8)
                    guard !utf8.contains(0) else {
                        throw StoreError(.refused, "PostgreSQL keeps no text that holds the character U+0000")
                    }
                    add(type: 0, format: 0, utf8)
                case .blob(let bytes):
                    add(type: PostgreSQLType.bytes, format: 1, bytes)
                }
            }
        }

        private mutating func add(type: Oid, format: Int32, _ value: [UInt8]?) {
            types.append(type)
            formats.append(format)
            lengths.append(Int32(clamping: value?.count ?? 0))
            offsets.append(value == nil ? nil : bytes.count)
            guard let value else { return }
            bytes += value
            // libpq finds the end of text by it, and takes no notice of it after a binary value.
            bytes.append(0)
        }

        /// The values as libpq's own arrays, for as long as the closure runs.
        func withArrays<Value>(
            _ body: (
                _ count: Int32, _ types: UnsafePointer<Oid>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?,
                _ lengths: UnsafePointer<Int32>?, _ formats: UnsafePointer<Int32>?
            ) -> Value
        ) -> Value {
            bytes.withUnsafeBytes { buffer in
                let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
                return body(Int32(types.count), types, values, lengths, formats)
            }
        }
    }
#endif
