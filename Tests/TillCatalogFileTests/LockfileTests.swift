import Foundation
import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

/// Lock files as they are written and read.
@Suite struct LockfileTests {
    @Test func `a missing lock file is a diagnostic`() {
        let reading = Lockfile.read(contentsOf: "/nowhere/products.test.lock")
        #expect(reading.lockfile == nil)
        #expect(reading.digest == nil)
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.fileNotReadable.rawValue])
    }

    @Test func `an empty lock is read back the same`() {
        let lock = Lockfile(environment: "live")
        #expect(Lockfile.read(Array(lock.json.utf8), file: "products.live.lock").lockfile == lock)
    }

    /// Twenty thousand in the long run, and a twentieth of them otherwise.
    @Test func `what a lock writes is read back the same, and is JSON`() throws {
        for number in 0..<TestSeed.count(20_000) {
            var random = SeededRandom(seed: TestSeed.value &+ UInt64(number))
            let lock = RandomLock.make(&random)
            let text = lock.json
            let reading = Lockfile.read(Array(text.utf8), file: "products.test.lock")
            guard reading.lockfile == lock, reading.diagnostics.isEmpty, reading.lockfile?.json == text else {
                let said = DiagnosticText.render(reading.diagnostics, colour: false)
                Issue.record("lock \(number) of seed \(TestSeed.value) is read otherwise: \(said)\n\(text)")
                continue
            }
            // Another reader, which knows nothing of YAML, must find the same.
            let decoded = try JSONDecoder().decode(LockShape.self, from: Data(text.utf8))
            guard decoded == LockShape(lock) else {
                Issue.record("lock \(number) of seed \(TestSeed.value) is not the same as JSON:\n\(text)")
                continue
            }
        }
    }

    @Test func `an instant is kept to the millisecond`() {
        var random = SeededRandom(seed: TestSeed.value)
        for _ in 0..<TestSeed.count(20_000) {
            let milliseconds = Int64.random(in: 0..<253_402_300_799_000, using: &random)
            let waiver = Lockfile.Waiver(at: Date(millisecondsSince1970: milliseconds), rule: "a", reason: "")
            let lock = Lockfile(environment: "test", waivers: [waiver])
            let read = Lockfile.read(Array(lock.json.utf8), file: "products.test.lock").lockfile
            guard read?.waivers.first?.at.millisecondsSince1970 == milliseconds, read?.json == lock.json else {
                Issue.record("\(milliseconds) of seed \(TestSeed.value) becomes \(lock.json)")
                continue
            }
        }
    }
}

/// A lock as any reader of JSON sees it.
private struct LockShape: Decodable, Equatable {
    struct Provider: Decodable, Equatable {
        let account: String?
        let objects: [String: Object]
    }

    struct Object: Decodable, Equatable {
        let id: String
        let amount: Int64?
        let fields: [String: CatalogValue]
    }

    let environment: String
    let serial: Int
    let version: Int
    let providers: [String: Provider]

    init(_ lock: Lockfile) {
        environment = lock.environment
        serial = lock.serial
        version = 2
        var providers: [String: Provider] = [:]
        for (name, locked) in lock.providers {
            let objects = locked.objects.map { key, object in
                let shape = Object(id: object.id, amount: object.terms?.amount.minorUnits, fields: object.fields)
                return (key.description, shape)
            }
            providers[name.rawValue] = Provider(
                account: locked.account, objects: Dictionary(uniqueKeysWithValues: objects))
        }
        self.providers = providers
    }
}
