import ArgumentParser

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

            At night, when a sync was cut off or a price is not what it should be:
              catalog doctor --env live
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
        let answer = PendingAnswer()
        var form: AnswerForm?
        do {
            try await PendingAnswer.$current.withValue(answer) {
                var command = try parseAsRoot()
                form = (command as? any AnsweringCommand)?.answerForm
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
        } catch {
            guard let ending = CommandEnding(error) else { exit(withError: error) }
            Output.standardError("error: \(ending.message)\n")
            do {
                if let form { try answer.tell(ending, in: form) }
            } catch {
                Output.standardError("error: the answer cannot be told: \(error)\n")
            }
            exit(withError: ExitCode(ending.status.rawValue))
        }
    }
}
