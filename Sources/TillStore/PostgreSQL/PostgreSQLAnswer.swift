#if PostgreSQL
    import CLibPQ

    /// One result of the server's, read into our own values.
    struct PostgreSQLAnswer {
        /// How many rows the statement changed, or returned.
        let count: Int
        let rows: [SQLRow]

        /// Reads a result; its memory stays the caller's.
        init(_ result: OpaquePointer) throws(StoreError) {
            count = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            let columns = 0..<PQnfields(result)
            let names = columns.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
            let types = columns.map { PQftype(result, $0) }
            var rows: [SQLRow] = []
            rows.reserveCapacity(Int(PQntuples(result)))
            for row in 0..<PQntuples(result) {
                var values: [SQLValue] = []
                values.reserveCapacity(names.count)
                for (column, type) in zip(columns, types) {
                    values.append(try Self.value(result, row, column, type))
                }
                rows.append(SQLRow(names: names, values: values))
            }
            self.rows = rows
        }

        private static func value(
            _ result: OpaquePointer, _ row: Int32, _ column: Int32, _ type: Oid
        ) throws(StoreError) -> SQLValue {
            guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                return .null
            }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
            let isBinary = PQfformat(result, column) == 1
            switch type {
            case PostgreSQLType.bytes:
                return .blob(isBinary ? Array(bytes) : try hexadecimal(bytes))
            case PostgreSQLType.boolean:
                return .integer(bytes.first == (isBinary ? 1 : UInt8(ascii: "t")) ? 1 : 0)
            case _ where isBinary && PostgreSQLType.isInteger(type):
                // Sign-extended from however many bytes the type has.
                let first = Int64(Int8(truncatingIfNeeded: bytes.first ?? 0))
                return .integer(bytes.dropFirst().reduce(first) { $0 << 8 | Int64($1) })
            case _ where PostgreSQLType.isInteger(type) || type == PostgreSQLType.numeric:
                // A sum of BIGINT is NUMERIC; one that is no whole number of 64 bits stays the text it is.
                let text = String(decoding: bytes, as: UTF8.self)
                return Int64(text).map(SQLValue.integer) ?? .text(text)
            default:
                return .text(String(decoding: bytes, as: UTF8.self))
            }
        }

        /// Bytes as PostgreSQL writes them into text: `\x00ff`.
        private static func hexadecimal(_ text: UnsafeRawBufferPointer) throws(StoreError) -> [UInt8] {
            let digits = text.dropFirst(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue.map(UInt8.init) }
            guard text.starts(with: Array("\\x".utf8)), digits.count == text.count - 2, digits.count.isMultiple(of: 2)
            else {
                throw StoreError(.unreadableRow, "a column of bytes is not written in hexadecimal")
            }
            return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        }
    }
#endif
