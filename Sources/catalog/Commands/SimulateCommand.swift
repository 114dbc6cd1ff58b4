import ArgumentParser
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog simulate`: what a change of the file would mean for bills and revenue.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Tell what customers would pay by another catalog, and what would come in.",
        discussion: """
            Reads files only: no network, no keys, nothing is changed. The mix names who has what, one group a line:

              price,quantity,customers,currency,country
              pro/monthly,1,120,USD,
              pro/yearly,3,8,EUR,DE

            EXAMPLES
              catalog simulate --against <(git show main:products.yaml) --customer-mix mix.csv
              catalog simulate --against old.yaml --customer-mix mix.csv --json

            Exit status: 0 done, 3 one of the files is not valid.
            """)

    @Option(help: "The file as it was.")
    var against: String

    @Option(help: "Who has what: lines of price,customers and, if need be, quantity, currency and country.")
    var customerMix: String

    @Option(help: "The file as it is to be.")
    var file = "products.yaml"

    @Option(help: "The day on which it holds, such as 2027-01-01; today when left out.")
    var at: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var view: OverlayOptions

    /// Some customers, as JSON.
    private struct Group: Encodable {
        let price: String
        let quantity: Int64
        let customers: Int
        let before: Money?
        let after: Money?
        let reason: String?
    }

    /// What comes in, as JSON.
    private struct Revenue: Encodable {
        let currency: String
        let every: String
        let before: Money
        let after: Money
    }

    func run() async throws {
        let mix = try readMix()
        let old = try CatalogFile.read(against, view, orElse: "nothing is simulated")
        let new = try CatalogFile.read(file, view, orElse: "nothing is simulated")
        let simulation: BillSimulation
        do {
            simulation = try BillSimulation(from: old, to: new, mix, on: try day(new))
        } catch let error as MoneyError {
            throw CommandFailure(.invalid, "\(customerMix): the sum is too large: \(error)")
        }
        if json {
            try Output.json(
                "simulate",
                [
                    "groups": simulation.rows.map(Self.group), "revenue": simulation.revenue.map(Self.revenue),
                    "affected_customers": simulation.affected,
                ])
        } else {
            Output.standardOutput(Self.text(simulation))
        }
    }

    private func readMix() throws(CommandFailure) -> CustomerMix {
        let text: String
        do {
            text = try String(contentsOfFile: customerMix, encoding: .utf8)
        } catch {
            throw CommandFailure(.usage, "\(customerMix) cannot be read: \(error)")
        }
        do {
            return try CustomerMix(csv: text)
        } catch {
            throw CommandFailure(.invalid, "\(customerMix): \(error)")
        }
    }

    private func day(_ catalog: Catalog) throws(CommandFailure) -> CalendarDate {
        guard let at else { return try CatalogDay.day(of: Bootstrap.clock.now(), in: catalog.contents.timeZone) }
        guard let day = CalendarDate(at) else {
            throw CommandFailure(.usage, "--at is '\(at)'; write a day such as 2027-01-01.")
        }
        return day
    }

    // MARK: - Views

    private static func text(_ simulation: BillSimulation) -> String {
        let rows = simulation.rows.map { row in
            [
                row.group.price, "\(row.group.quantity)", "\(row.group.customers)", words(row.before), words(row.after),
                difference(row),
            ]
        }
        var text = TextTable.render(["PRICE", "QUANTITY", "CUSTOMERS", "PAY", "WOULD PAY", "EACH"], rows)
        if !simulation.revenue.isEmpty {
            let sums = simulation.revenue.map { [period($0.interval), "\($0.before)", "\($0.after)"] }
            text += "\n" + TextTable.render(["ALL OF THEM", "NOW", "THEN"], sums)
        }
        return text + "\n\(simulation.affected) customers would pay another amount.\n"
    }

    private static func words(_ bill: BillSimulation.Bill) -> String {
        switch bill {
        case .pays(let money, every: nil): "\(money) once"
        case .pays(let money, let interval?): "\(money) \(period(interval))"
        case .cannot(let reason): "not sold: \(reason)"
        }
    }

    private static func difference(_ row: BillSimulation.Row) -> String {
        guard case .pays(let before, _) = row.before, case .pays(let after, _) = row.after,
            let difference = try? after.subtracting(before)
        else { return "" }
        return difference.isZero ? "the same" : (difference.minorUnits > 0 ? "+" : "") + "\(difference)"
    }

    private static func period(_ interval: BillingInterval?) -> String {
        guard let interval else { return "once" }
        return interval.count == 1
            ? "every \(interval.unit.rawValue)" : "every \(interval.count) \(interval.unit.rawValue)s"
    }

    private static func group(_ row: BillSimulation.Row) -> Group {
        func money(_ bill: BillSimulation.Bill) -> Money? { if case .pays(let money, _) = bill { money } else { nil } }
        func reason(_ bill: BillSimulation.Bill) -> String? { if case .cannot(let text) = bill { text } else { nil } }
        return Group(
            price: row.group.price, quantity: row.group.quantity, customers: row.group.customers,
            before: money(row.before), after: money(row.after), reason: reason(row.before) ?? reason(row.after))
    }

    private static func revenue(_ revenue: BillSimulation.Revenue) -> Revenue {
        Revenue(
            currency: revenue.currency.code, every: period(revenue.interval), before: revenue.before,
            after: revenue.after)
    }
}
