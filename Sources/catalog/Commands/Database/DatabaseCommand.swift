import ArgumentParser

/// `catalog db`: the database as a whole.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Look at the database, bring it up to date, back it up, restore it.",
        discussion: """
            Works on the database that DATABASE_URL names, SQLite or PostgreSQL.

            EXAMPLES
              catalog db status
              catalog db backup backups/monday.db
              catalog db restore backups/monday.db --force
            """,
        subcommands: [
            DatabaseStatusCommand.self, DatabaseMigrateCommand.self, DatabaseBackupCommand.self,
            DatabaseRestoreCommand.self, DatabaseVacuumCommand.self,
        ])
}
