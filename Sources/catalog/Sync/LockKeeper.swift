import TillCatalogFile
import TillModel

/// The lock file of an environment while a run changes it.
///
/// Every change is written at once, in place of what was there before; what somebody else wrote is never overwritten.
actor LockKeeper {
    nonisolated let path: String
    private(set) var lockfile: Lockfile
    private var digest: String?
    /// What a lock that is made anew said before, where it could be read.
    nonisolated let forgotten: [ProviderName: LockedProvider]

    /// - `forgets`: Whether what the file says of providers does not count any more; then it need not be valid.
    /// - Throws: A failure when the file is not valid or of another environment; its diagnostics are printed.
    init(path: String, environment: String, forgets: Bool = false) throws(CommandFailure) {
        self.path = path
        guard FileIdentity(of: path) != nil else {
            lockfile = Lockfile(environment: environment)
            digest = nil
            forgotten = [:]
            return
        }
        let reading = Lockfile.read(contentsOf: path)
        digest = reading.digest
        guard let read = reading.lockfile else {
            if forgets, digest != nil {
                lockfile = Lockfile(environment: environment)
                forgotten = [:]
                return
            }
            Output.diagnostics(reading.diagnostics)
            throw CommandFailure(.invalid, "\(path) is not valid.")
        }
        guard read.environment == environment else {
            throw CommandFailure(
                .environmentMismatch, "\(path) is the lock file of '\(read.environment)', not of '\(environment)'.")
        }
        forgotten = forgets ? read.providers : [:]
        lockfile = read
        if forgets { lockfile.providers = [:] }
    }

    /// Refuses when somebody else has written the file since it was read.
    func refuseMoved() throws(CommandFailure) {
        let found = FileIdentity(of: path) == nil ? nil : Lockfile.read(contentsOf: path).digest
        guard found == digest else {
            throw CommandFailure(
                .locked, "\(path) was changed by somebody else meanwhile. Nothing was written; look again.")
        }
    }

    /// Changes one provider's part and writes the file, unless nothing is different.
    func update(_ provider: ProviderName, _ part: LockedProvider) throws(CommandFailure) {
        guard lockfile.providers[provider] != part else { return }
        lockfile.providers[provider] = part
        try write()
    }

    /// Changes every provider's part and writes the file once.
    func update(all parts: [ProviderName: LockedProvider]) throws(CommandFailure) {
        guard lockfile.providers != parts else { return }
        lockfile.providers = parts
        try write()
    }

    /// Remembers that a rule was waived.
    func waive(_ waivers: [Lockfile.Waiver]) throws(CommandFailure) {
        guard !waivers.isEmpty else { return }
        lockfile.waivers += waivers
        try write()
    }

    private func write() throws(CommandFailure) {
        lockfile.serial += 1
        do throws(Lockfile.WriteFailure) {
            digest = try lockfile.write(to: path, replacing: digest)
        } catch {
            switch error {
            case .moved(let serial):
                throw CommandFailure(
                    .locked,
                    "\(path) was changed by somebody else meanwhile\(serial.map { " (serial \($0))" } ?? ""); "
                        + "nothing of theirs was overwritten. Run `catalog resume`.")
            case .unreadable(let diagnostics):
                Output.diagnostics(diagnostics)
                throw CommandFailure(.internalError, "\(path) could not be read back and was not written.")
            case .system(let reason): throw CommandFailure(.internalError, "\(path) cannot be written: \(reason).")
            }
        }
    }
}
