import TillCatalogFile
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The catalog file with what was taken over from the providers.
struct PulledFile: Sendable {
    let session: SyncSession
    /// The environment that is to mean what is taken over.
    private let reading: EnvironmentReading
    /// The one from whose providers it is, where that is another; it means what it meant before, or the same.
    private let source: EnvironmentReading?
    /// What the file holds.
    let bytes: [UInt8]
    /// What it would hold.
    private(set) var edited: [UInt8]
    /// The catalog that it would be.
    private(set) var catalog: Catalog
    /// What is taken over, and what not, with the reasons.
    private(set) var pull: Pull
    /// The products that the file did not know.
    private(set) var added: [Added] = []
    /// The lines that say them.
    private var addedLines = 0..<0

    /// A product that is added to the file, and what it is bound to.
    struct Added: Sendable {
        var entry: NewCatalogProduct
        /// The product and its prices, at each provider that has them.
        let objects: [ProviderName: [RemoteCatalogObject]]
    }

    /// Makes the edits that have the effect that they are meant to have.
    ///
    /// - `source`: The environment from whose providers it is, where that is another.
    /// - Throws: A failure with status 8 when the file is not any more what the plans were made for.
    init(
        _ pull: Pull, of session: SyncSession, for reading: EnvironmentReading, from source: EnvironmentReading? = nil
    ) throws(CommandFailure) {
        self.session = session
        self.reading = reading
        self.source = source
        bytes = try Self.read(session.catalogPath)
        edited = bytes
        catalog = reading.catalog
        self.pull = pull
        guard let read = reading.catalog(of: bytes), read.contentHash == reading.catalog.contentHash else {
            throw Self.moved(session)
        }
        if source != nil { self.pull = located(pull) }
        let refused = tryEdits(self.pull.taken)
        let possible = self.pull.taken.filter { refused[$0] == nil }
        var failed = refused
        if !isRight(possible) { failed.merge(tryOneByOne(possible)) { $1 } }
        self.pull = self.pull.leaving(failed)
    }

    /// The difference, as `patch` and `git apply` read it; empty when there is none.
    var patch: String {
        let path = session.catalogPath
        let name = path.hasPrefix("/") ? String(path.split(separator: "/").last ?? "") : path
        return LinePatch.text(from: bytes, to: edited, file: name, added: addedLines)
    }

    // MARK: - Edits

    /// Makes edits and reads the outcome; tells which were refused, and why.
    private mutating func tryEdits(_ taken: [Pull.Taken]) -> [Pull.Taken: String] {
        (edited, catalog) = (bytes, reading.catalog)
        var refused: [Pull.Taken: String] = [:]
        var edits: [CatalogEdit] = []
        for one in taken {
            // Several currencies are taken over together or not at all.
            guard case .edited(_, let reasons) = CatalogEditor.edit(bytes, one.edits, file: session.catalogPath),
                reasons.isEmpty
            else {
                refused[one] = reason(of: one)
                continue
            }
            edits += one.edits
        }
        guard !edits.isEmpty,
            case .edited(let result, let reasons) = CatalogEditor.edit(bytes, edits, file: session.catalogPath),
            reasons.isEmpty
        else { return refused }
        edited = result
        if let read = reading.catalog(of: result) { catalog = read }
        return refused
    }

    private func reason(of one: Pull.Taken) -> String {
        guard case .edited(_, let reasons) = CatalogEditor.edit(bytes, one.edits, file: session.catalogPath) else {
            return "the file cannot be read"
        }
        return one.edits.lazy.compactMap { reasons[$0]?.description }.first ?? "the file cannot say it"
    }

    /// Finds out which of several things together do not have their effect.
    private mutating func tryOneByOne(_ taken: [Pull.Taken]) -> [Pull.Taken: String] {
        var kept: [Pull.Taken] = []
        var failed: [Pull.Taken: String] = [:]
        for one in taken {
            _ = tryEdits(kept + [one])
            if isRight(kept + [one]) {
                kept.append(one)
            } else {
                failed[one] = "the file would not be valid, or would mean something else (an overlay may say it too)"
            }
        }
        _ = tryEdits(kept)
        return failed
    }

    /// Whether the edited file means at each provider what was taken over from there, and nothing else has changed.
    private func isRight(_ taken: [Pull.Taken]) -> Bool {
        guard !taken.isEmpty else { return true }
        guard reading.catalog(of: edited) != nil, sourceIsRight(taken) else { return false }
        let subjects = Set(taken.map { Self.subject($0.key) })
        return session.providers.allSatisfy { provider in
            let before = session.objects(at: provider, of: reading.catalog)
            let after = session.objects(at: provider, of: catalog)
            guard Set(before.keys) == Set(after.keys) else { return false }
            let own = taken.filter { $0.provider == provider.name }
            guard
                own.allSatisfy({ one in
                    after[one.key]?.unsupported == nil && after[one.key]?.fields[one.field] == one.after
                })
            else { return false }
            return after.allSatisfy { key, object in subjects.contains(Self.subject(key)) || object == before[key] }
        }
    }

    /// Whether the environment from which something is taken still means what it meant, or what its providers have.
    private func sourceIsRight(_ taken: [Pull.Taken]) -> Bool {
        guard let source else { return true }
        guard let new = source.catalog(of: edited) else { return false }
        let subjects = Set(taken.map { Self.subject($0.key) })
        return session.providers.allSatisfy { provider in
            let before = session.objects(at: provider, of: source.catalog)
            let after = session.objects(at: provider, of: new)
            let own = taken.filter { $0.provider == provider.name }
            return Set(before.keys) == Set(after.keys)
                && own.allSatisfy { one in
                    let value = after[one.key]?.fields[one.field]
                    return value == one.after || value == before[one.key]?.fields[one.field]
                } && after.allSatisfy { key, object in subjects.contains(Self.subject(key)) || object == before[key] }
        }
    }

    /// The same changes where the environment reads them: in its own overlay, if that says them, else in the file that
    /// every environment shares.
    private func located(_ pull: Pull) -> Pull {
        let own = Dictionary(
            pull.taken.flatMap(\.edits).map { edit in
                (edit, CatalogEdit(["overlays", reading.mode.rawValue] + edit.path, edit.change))
            }
        ) { first, _ in first }
        guard case .edited(_, let refused) = CatalogEditor.edit(bytes, Array(own.values), file: session.catalogPath)
        else { return pull }
        return pull.locating { edit in
            guard let place = own[edit] else { return edit }
            switch refused[place] {
            case .absent, .included, .noAmount: return edit
            default: return place
            }
        }
    }

    /// What one entry of the file is about, at whichever provider.
    private static func subject(_ key: CatalogObjectKey) -> [String] {
        switch key.kind {
        case .coupon, .promotionCode: ["coupon", String(key.name.prefix { $0 != "/" })]
        default: [key.kind.rawValue, key.name]
        }
    }

    // MARK: - What the file did not know

    /// Adds products that it does not know; those that it cannot say as they are there are left, with the reason.
    ///
    /// - `locked`: What the lock says of each provider.
    mutating func add(_ found: [Added], locked: [ProviderName: LockedProvider]) -> [Pull.Left] {
        let plain = edited
        var left: [Pull.Left] = []
        for one in found.sorted(by: { $0.entry.key < $1.entry.key }) {
            let entries = (added + [one]).map(\.entry)
            let outcome = CatalogAddition.adding(
                entries, to: plain, remark: "Added by `catalog pull --include-unknown`: move them where they belong.")
            guard let outcome, let new = reading.catalog(of: outcome.bytes), isRight(one, in: new, locked) else {
                let reason =
                    outcome == nil
                    ? "the products of the file do not stand on lines of their own"
                    : "it is more than can be written here; give it an entry"
                left += one.objects.keys.sorted { $0.rawValue < $1.rawValue }.map {
                    Pull.Left($0, CatalogObjectKey(.product, one.entry.key), nil, reason)
                }
                continue
            }
            (edited, catalog, addedLines) = (outcome.bytes, new, outcome.lines)
            added.append(one)
        }
        return left
    }

    /// Whether the file with a product means what its providers have, and everything else is as it was.
    private func isRight(_ one: Added, in new: Catalog, _ locked: [ProviderName: LockedProvider]) -> Bool {
        session.providers.allSatisfy { provider in
            let before = session.objects(at: provider, of: catalog)
            let after = session.objects(at: provider, of: new)
            let more = after.filter { before[$0.key] == nil }
            guard before.allSatisfy({ after[$0] == $1 }),
                more.keys.allSatisfy({ $0.name == one.entry.key || $0.name.hasPrefix(one.entry.key + "/") })
            else { return false }
            guard one.objects[provider.name] != nil else { return more.isEmpty }
            return bound(one, at: provider, of: new, locked[provider.name]) != nil
        }
    }

    /// What the lock says of a provider once it knows a product; nil where the file does not say what is there.
    func bound(
        _ one: Added, at provider: SyncSession.Provider, of catalog: Catalog, _ locked: LockedProvider?
    ) -> LockedProvider? {
        var part =
            locked ?? LockedProvider(mode: session.mode, version: type(of: provider.publisher).catalogVersion)
        let wanted = session.objects(at: provider, of: catalog)
        for remote in one.objects[provider.name] ?? [] {
            guard let key = remote.marker?.key, let object = wanted[key], object.unsupported == nil,
                let ability = provider.publisher.manifest.abilities[key.kind]
            else { return nil }
            let adoption = Adoption(object, by: remote, owner: session.owner, locked: part, ability: ability)
            guard adoption.differences.isEmpty else {
                // Which price comes first is put right by the next sync.
                if key.kind == .defaultPrice { continue }
                return nil
            }
            part = adoption.bound(at: Bootstrap.clock.now())
        }
        return part
    }

    // MARK: - Writing

    /// Puts the edited file in the place of the one that was read, and keeps that one.
    func write(force: Bool) throws(CommandFailure) -> String {
        let path = session.catalogPath
        if !force, try VersionControl.hasChanges(path) {
            throw CommandFailure(
                .blocked,
                "\(path) has changes that are not committed; commit them, or use --force. Nothing was written.")
        }
        guard try Self.read(path) == bytes else { throw Self.moved(session) }
        let backup = try Self.keep(bytes, of: path, in: session.folder)
        do throws(FileReplacement.Failure) {
            try FileReplacement.write(edited, to: path)
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be written: \(error.description).")
        }
        return backup
    }

    /// Keeps a file as it is; tells where.
    static func keep(_ bytes: [UInt8], of path: String, in folder: SyncFolder) throws(CommandFailure) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let backup = "\(folder.backups)/\(name).\(Bootstrap.clock.now().millisecondsSince1970)"
        do {
            try FileManager.default.createDirectory(atPath: folder.backups, withIntermediateDirectories: true)
            try FileReplacement.write(bytes, to: backup)
        } catch {
            throw CommandFailure(.internalError, "\(backup) cannot be written: \(error)")
        }
        return backup
    }

    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandFailure(.invalid, "\(path) cannot be read: \(error)")
        }
    }

    private static func moved(_ session: SyncSession) -> CommandFailure {
        CommandFailure(
            .locked, "\(session.catalogPath) was changed meanwhile; nothing was written. Run it again.")
    }
}
