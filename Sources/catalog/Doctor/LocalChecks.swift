import TillCatalogFile
import TillModel
import TillStore
import TillSync

/// What is looked at on this machine alone.
struct LocalChecks {
    let session: SyncSession

    func lock(_ lock: Lockfile) -> DoctorCheck {
        DoctorCheck(
            id: "TILL-D002", result: lock.serial == 0 ? .warn : .pass, what: "the lock is there",
            evidence: lock.serial == 0
                ? "\(session.keeper.path) does not exist" : "\(session.keeper.path), serial \(lock.serial)",
            fix: lock.serial == 0 ? "catalog sync --env \(session.mode)" : nil)
    }

    func journal() throws -> DoctorCheck {
        let unfinished = try session.folder.unfinished()
        return DoctorCheck(
            id: "TILL-D003", result: unfinished == nil ? .pass : .fail, what: "no sync was cut off",
            evidence: unfinished.map { "run \($0.run) of \($0.startedAt)" } ?? "no journal is open",
            fix: unfinished.map { _ in "catalog resume --env \(session.mode)" })
    }

    /// Whether the database has the tables of this version.
    func database() async throws -> DoctorCheck {
        let what = "the database's tables are those of this version"
        var storeOptions = StoreOptions()
        (storeOptions.env, storeOptions.json) = (session.mode.rawValue, false)
        func check(_ result: DoctorCheck.Result, _ evidence: String, fix: String? = nil) -> DoctorCheck {
            DoctorCheck(id: "TILL-D013", result: result, what: what, evidence: evidence, fix: fix)
        }
        do {
            let (database, _) = try await storeOptions.openDatabase(.anyVersion)
            let census = try await database.store.read(DatabaseCensus.take)
            try await database.close()
            guard census.schemaVersion <= census.newestVersion else {
                return check(
                    .fail, "\(census.schemaVersion), and this program knows \(census.newestVersion)",
                    fix: "use the program that the server is")
            }
            guard census.schemaVersion == census.newestVersion else {
                return check(
                    .fail, "\(census.schemaVersion) of \(census.newestVersion)",
                    fix: "catalog db migrate --env \(session.mode)")
            }
            return check(.pass, "\(census.product), \(census.schemaVersion)")
        } catch let error as StoreError {
            return check(.fail, error.description, fix: "catalog db status --env \(session.mode)")
        } catch let failure as CommandFailure { return check(.skip, failure.description) }
    }

    /// Whether what was generated from the catalog is what would be generated now.
    func generated(_ files: [GeneratedCopy]) -> DoctorCheck {
        let what = "generated files are current"
        guard !files.isEmpty else {
            return DoctorCheck(id: "TILL-D016", result: .skip, what: what, evidence: "none was found", fix: nil)
        }
        let stale = files.filter(\.isStale)
        let some = (stale.isEmpty ? files : stale).prefix(5).map(\.path).joined(separator: ", ")
        return DoctorCheck(
            id: "TILL-D016", result: stale.isEmpty ? .pass : .warn, what: what,
            evidence: stale.isEmpty ? some : "stale: \(some)",
            fix: stale.isEmpty ? nil : "catalog doctor --env \(session.mode) --fix TILL-D016")
    }
}
