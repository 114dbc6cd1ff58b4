import Crypto
import Till
import TillModel

/// What a server is made of, as far as it decides what can be made of a message: the program, the accounts that are
/// configured, and the hooks.
enum ProgramFingerprint {
    /// A short text that is the same as long as nothing of it changed.
    ///
    /// - `program`: What tells one build of the program from another.
    static func text(program: String, accounts: [ProviderAccount], setup: Setup) -> String {
        let accounts = accounts.map { "\($0.provider)/\($0.account)/\($0.mode)" }.sorted()
        let hooks = setup.hooks.map { "\($0.name)@" + String(describing: $0.kind) }.sorted()
        var hash = SHA256()
        for part in [program] + accounts + ["hooks"] + hooks {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
