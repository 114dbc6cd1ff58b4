import Foundation
import Testing
import TillModel

@testable import TillCatalogFile

/// Lock files as they take each other's place on disk.
@Suite struct LockWritingTests {
    private static func lock(_ serial: Int, name: String = "Pro") -> Lockfile {
        let product = AppliedObject(id: "prod_1", generation: 1, fields: ["name": .text(name)])
        let provider = LockedProvider(mode: .test, version: "v1", objects: [CatalogObjectKey(.product, "pro"): product])
        return Lockfile(environment: "test", serial: serial, providers: [.stripe: provider])
    }

    /// Runs in a folder of its own, with the path of a lock in it.
    private static func inFolder(_ body: (_ path: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-lock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "products.test.lock").path)
    }

    private static func files(beside path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path)
    }

    @Test func `one lock after another is written, each in place of the one before`() throws {
        try Self.inFolder { path in
            let first = try Self.lock(1).write(to: path, replacing: nil)
            #expect(Lockfile.read(contentsOf: path).digest == first)
            let second = try Self.lock(2).write(to: path, replacing: first)
            #expect(second != first)
            #expect(Lockfile.read(contentsOf: path).lockfile == Self.lock(2))
            #expect(try Self.files(beside: path) == ["products.test.lock"])
        }
    }

    @Test func `a lock that somebody else wrote meanwhile is not overwritten`() throws {
        try Self.inFolder { path in
            let first = try Self.lock(1).write(to: path, replacing: nil)
            _ = try Self.lock(2).write(to: path, replacing: first)
            expectMoved(to: 2) { _ = try Self.lock(2, name: "Mine").write(to: path, replacing: first) }
            expectMoved(to: 2) { _ = try Self.lock(1).write(to: path, replacing: nil) }
            #expect(Lockfile.read(contentsOf: path).lockfile == Self.lock(2))
            try FileManager.default.removeItem(atPath: path)
            expectMoved(to: nil) { _ = try Self.lock(2).write(to: path, replacing: first) }
            #expect(try Self.files(beside: path) == [])
        }
    }

    @Test func `a broken lock is replaced by whoever has read it`() throws {
        try Self.inFolder { path in
            try Data("{ \"version\": 1".utf8).write(to: URL(filePath: path))
            expectMoved(to: nil) { _ = try Self.lock(1).write(to: path, replacing: nil) }
            let broken = Lockfile.read(contentsOf: path)
            #expect(broken.lockfile == nil)
            _ = try Self.lock(1).write(to: path, replacing: broken.digest)
            #expect(Lockfile.read(contentsOf: path).lockfile == Self.lock(1))
        }
    }

    @Test func `a lock with a secret never reaches the disk`() throws {
        try Self.inFolder { path in
            let error = #expect(throws: Lockfile.WriteFailure.self) {
                _ = try Self.lock(1, name: "sk_live_51Habcdef").write(to: path, replacing: nil)
            }
            guard case .unreadable(let diagnostics) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(diagnostics.map(\.code) == [DiagnosticCode.secret.rawValue])
            let left = try Self.files(beside: path)
            #expect(left == [])
        }
    }

    @Test func `a folder that is not there is told`() {
        let error = #expect(throws: Lockfile.WriteFailure.self) {
            _ = try Self.lock(1).write(to: "/nowhere/products.test.lock", replacing: nil)
        }
        guard case .system("there is no such folder") = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `of several that write at once only one does`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-lock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "products.test.lock").path
        var digest: String?
        for serial in 1...20 {
            let before = digest
            let written = await withTaskGroup(of: String?.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        do {
                            return try Self.lock(serial, name: "\(writer)").write(to: path, replacing: before)
                        } catch {
                            return nil
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(written.count { $0 != nil } == 1)
            digest = Lockfile.read(contentsOf: path).digest
            #expect(written.contains(digest))
        }
    }

    private func expectMoved(to serial: Int?, _ body: () throws -> Void) {
        let error = #expect(throws: Lockfile.WriteFailure.self) { try body() }
        guard case .moved(let found) = error, found == serial else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
