/// One thing that `catalog doctor` looks at, and what came of it.
struct DoctorCheck: Encodable, Sendable {
    enum Result: String, Encodable, Sendable { case pass, warn, fail, skip }

    let id: String
    let result: Result
    let what: String
    /// What was seen.
    let evidence: String
    /// What to do; nil where there is nothing to do.
    var fix: String?
}
