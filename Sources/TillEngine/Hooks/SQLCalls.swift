/// What may stand before a parenthesis in a team's statements.
enum SQLCalls {
    /// Functions that only work out a value, and words of the language.
    static let known: Set<String> = functions.union(words)

    /// Words of a table's definition that a parenthesis may follow.
    static let schemaWords: Set<String> = [
        "check", "key", "unique", "default", "include", "where", "varchar", "char", "character", "numeric", "decimal",
        "varying", "always", "index", "generated", "column", "constraint",
    ]

    private static let functions: Set<String> = [
        "abs", "avg", "cast", "ceil", "ceiling", "char_length", "coalesce", "concat", "concat_ws", "count",
        "dense_rank", "exists", "first_value", "floor", "greatest", "group_concat", "ifnull", "iif", "instr", "lag",
        "last_value", "lead", "least", "length", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif",
        "octet_length", "position", "rank", "replace", "round", "row_number", "rtrim", "sign", "string_agg", "strpos",
        "substr", "substring", "sum", "trim", "upper",
    ]

    private static let words: Set<String> = [
        "all", "and", "any", "as", "between", "by", "case", "conflict", "distinct", "else", "except", "filter", "from",
        "having", "in", "intersect", "is", "join", "like", "limit", "materialized", "not", "offset", "on", "or", "over",
        "partition", "returning", "select", "set", "some", "then", "union", "using", "values", "when", "where",
    ]
}
