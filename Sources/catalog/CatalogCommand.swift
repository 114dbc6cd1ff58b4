import ArgumentParser
import TillEngine
import TillProviders
import TillSandbox
import TillStore

/// The program: one entry for each command.
@main
struct CatalogCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Sell what products.yaml declares.",
        discussion: """
            Try it, with no account anywhere:
              catalog dev

            Check the file, then sell for real:
              catalog validate
              TILL_ENV=live catalog serve

            At night, when an order is not paid:
              catalog why ord_…


            """,
        version: version,
        subcommands: [
            DevCommand.self, ServeCommand.self, InitCommand.self, ValidateCommand.self, ExplainCommand.self,
            FormatCommand.self, PlanCommand.self, SyncCommand.self, ResumeCommand.self, UnlockCommand.self,
            DriftCommand.self, HistoryCommand.self, RollbackCommand.self, PromoteCommand.self, DoctorCommand.self,
            PullCommand.self, ImportCommand.self, MigrateSubscribersCommand.self,
            ShowCommand.self, QuoteCommand.self, DiffCommand.self, SimulateCommand.self, GenerateCommand.self,
            OrdersCommand.self,
            WhyCommand.self, SubscriptionsCommand.self, OperationsCommand.self, InboxCommand.self, EventsCommand.self,
            HooksCommand.self, LanesCommand.self, DatabaseCommand.self, ConfigCommand.self, SandboxCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            end(failure.status, failure.description)
        } catch let error as StoreError {
            end(ExitStatus(error.code), error.description)
        } catch let error as ConfigurationMistake {
            end(.environmentMismatch, "\(error)")
        } catch let error as SandboxError {
            end(.environmentMismatch, "\(error)")
        } catch {
            exit(withError: error)
        }
    }

    private static func end(_ status: ExitStatus, _ message: String) -> Never {
        Output.standardError("error: \(message)\n")
        exit(withError: ExitCode(status.rawValue))
    }
}
