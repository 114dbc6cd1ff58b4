import Foundation

/// What the command line says.
struct BenchmarkOptions {
    let measures: String
    /// The plain Hummingbird program, and Till's.
    let plain: String
    let catalog: String
    /// A recorded body of `checkout.session.completed`.
    let template: String
    /// A PostgreSQL URL; nil for SQLite.
    var postgres: String?
    var seconds = 8
    /// How many old messages the database has beforehand.
    var rows = 0
    /// How many orders are paid in the measurement of the whole pipeline.
    var orders = 20_000
    /// Where databases are made, and kept when they took long to make.
    var folder = NSTemporaryDirectory() + "till-bench"

    static let usage = """
        usage: WebhookBenchmark webhooks|pipeline PLAIN-PROGRAM CATALOG-PROGRAM RECORDED-BODY
               [--database sqlite|postgres://…] [--seconds N] [--rows N] [--orders N] [--folder PATH]
        """

    /// nil when the command line cannot be understood.
    init?(_ arguments: [String]) {
        guard arguments.count >= 5, ["webhooks", "pipeline"].contains(arguments[1]) else { return nil }
        measures = arguments[1]
        plain = arguments[2]
        catalog = arguments[3]
        guard let body = try? String(contentsOfFile: arguments[4], encoding: .utf8) else { return nil }
        template = body
        var rest = arguments.dropFirst(5)
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--database": postgres = value == "sqlite" ? nil : value
            case "--folder": folder = value
            default:
                guard let number = Int(value), number >= 0 else { return nil }
                switch name {
                case "--seconds": seconds = max(1, number)
                case "--rows": rows = number
                case "--orders": orders = max(1, number)
                default: return nil
                }
            }
        }
    }
}
