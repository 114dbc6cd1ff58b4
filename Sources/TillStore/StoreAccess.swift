/// How a database is opened.
package enum StoreAccess: Sendable {
    /// By a server: makes what is missing and brings the tables up to date.
    case serving
    /// By a command beside a server: reads and writes rows, never changes tables.
    case writing
    /// By a command that only looks.
    case reading
    /// By a command that only looks, and at tables of any version.
    case anyVersion
}
