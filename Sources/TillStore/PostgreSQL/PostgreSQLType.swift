#if PostgreSQL
    import CLibPQ

    /// The server's types that are read and written in binary.
    enum PostgreSQLType {
        static let boolean: Oid = 16
        static let bytes: Oid = 17
        static let bigint: Oid = 20
        static let smallint: Oid = 21
        static let integer: Oid = 23
        static let numeric: Oid = 1700

        /// Whether a column's binary form is known here: whole numbers, truth, bytes, and text of every length.
        static func isBinary(_ type: Oid) -> Bool {
            isInteger(type) || isText(type) || type == boolean || type == bytes
        }

        static func isInteger(_ type: Oid) -> Bool { type == bigint || type == integer || type == smallint }

        /// `text`, `character varying`, `character`, `name`, and a literal that nothing gave a type.
        static func isText(_ type: Oid) -> Bool { [25, 1043, 1042, 19, 705].contains(type) }
    }
#endif
