import ArgumentParser
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// In which form a command's answer was asked for.
struct AnswerForm {
    /// As the answer calls the command.
    let command: String
    /// The environment that was named, with an option or a variable.
    let env: String?
    let isJSON: Bool
    /// Whether it tells what happens line by line.
    var isStream = false
    /// The file that gets the answer as JSON besides.
    var report: String?
}

/// A command whose answer is JSON where that was asked for, also when the command ends before it has one.
protocol AnsweringCommand: ParsableCommand {
    var answerForm: AnswerForm { get }
}

/// A command that compares the file with providers.
protocol SyncingCommand: AnsweringCommand {
    var options: SyncOptions { get }
}

extension SyncingCommand {
    var answerForm: AnswerForm { options.answerForm(of: Self.configuration.commandName ?? "") }
}

/// A command that compares the file with providers, and writes to them.
protocol RunningCommand: SyncingCommand {
    var running: RunOptions { get }
}

extension RunningCommand {
    var answerForm: AnswerForm {
        var form = options.answerForm(of: Self.configuration.commandName ?? "")
        form.isStream = running.jsonStream
        return form
    }
}

extension SyncOptions {
    fileprivate func answerForm(of command: String) -> AnswerForm {
        AnswerForm(command: command, env: env ?? AnswerForm.mode, isJSON: isJSON, report: report)
    }
}

extension AnswerForm {
    /// The environment that the variable names.
    fileprivate static var mode: String? { ProcessInfo.processInfo.environment["TILL_ENV"] }

    /// Whether answers are JSON where nothing else was asked for.
    static var isJSONByDefault: Bool { ProcessInfo.processInfo.environment["TILL_OUTPUT"] == "json" }
}

extension PlanCommand: SyncingCommand {}
extension DriftCommand: SyncingCommand {}
extension DoctorCommand: SyncingCommand {}
extension SyncCommand: RunningCommand {}
extension ResumeCommand: RunningCommand {}
extension RollbackCommand: RunningCommand {}

extension PromoteCommand: SyncingCommand {
    var answerForm: AnswerForm {
        AnswerForm(command: "promote", env: target.rawValue, isJSON: options.isJSON, report: options.report)
    }
}

extension PullCommand: SyncingCommand {
    var answerForm: AnswerForm {
        AnswerForm(
            command: "pull", env: target?.rawValue ?? options.env ?? AnswerForm.mode, isJSON: options.isJSON,
            report: options.report)
    }
}

extension ImportCommand: AnsweringCommand {
    var answerForm: AnswerForm {
        AnswerForm(command: "import", env: place.env ?? AnswerForm.mode, isJSON: json || AnswerForm.isJSONByDefault)
    }
}

/// A part of `catalog migrate-subscribers`.
protocol MigratingCommand: AnsweringCommand {
    /// As one types it.
    static var part: String { get }
    var options: MigrationOptions { get }
}

extension MigratingCommand {
    /// As answers call the part.
    static var answerName: String { "migrate-subscribers \(part)" }

    var answerForm: AnswerForm {
        AnswerForm(
            command: Self.answerName, env: options.place.env ?? AnswerForm.mode, isJSON: options.isJSON,
            report: options.report)
    }
}

extension MigrateSubscribersCommand.Plan: MigratingCommand {
    static let part = "plan"
}

extension MigrateSubscribersCommand.Sample: MigratingCommand {
    static let part = "sample"
}

extension MigrateSubscribersCommand.Apply: MigratingCommand {
    static let part = "apply"
}

extension MigrateSubscribersCommand.Pause: MigratingCommand {
    static let part = "pause"
}

extension MigrateSubscribersCommand.Resume: MigratingCommand {
    static let part = "resume"
}

extension MigrateSubscribersCommand.Report: MigratingCommand {
    static let part = "report"
}

extension HistoryCommand: AnsweringCommand {
    var answerForm: AnswerForm {
        AnswerForm(command: "history", env: place.env ?? AnswerForm.mode, isJSON: json)
    }
}
