import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A plan as somebody looked at it and keeps it, to have exactly that applied later.
///
/// It holds no secret. What it says is compared with a fresh plan before anything is written.
package struct SavedPlan: Sendable, Hashable, Codable {
    /// What it says of one provider.
    package struct Part: Sendable, Hashable, Codable {
        package let account: String?
        /// Tells the plan from any other.
        package let digest: String
        package let writes: Int

        package init(account: String?, digest: String, writes: Int) {
            self.account = account
            self.digest = digest
            self.writes = writes
        }
    }

    /// Why a saved plan is not applied.
    package enum Refusal: Error, Sendable, Hashable {
        /// It is no such file, or somebody changed it.
        case altered
        case expired
    }

    /// The plan's name; the run that applies it is called so.
    package let id: String
    package let environment: String
    /// The catalog's content hash.
    package let catalog: String
    package let createdAt: Date
    package let expiresAt: Date
    package let parts: [String: Part]
    package let prunes: Bool
    package let only: String?
    package let ours: [String]
    package let theirs: [String]
    /// The version of the program that made it.
    package let program: String
    /// Covers everything above.
    private var seal = ""

    /// How long a plan may be applied.
    package static let life: TimeInterval = 24 * 60 * 60

    package init(
        id: String, environment: String, catalog: String, createdAt: Date, parts: [String: Part], prunes: Bool,
        only: String?, ours: [String], theirs: [String], program: String
    ) throws {
        self.id = id
        self.environment = environment
        self.catalog = catalog
        // To the millisecond, as it is written.
        self.createdAt = Date(millisecondsSince1970: createdAt.millisecondsSince1970)
        expiresAt = Date(millisecondsSince1970: createdAt.millisecondsSince1970 + Int64(Self.life) * 1_000)
        self.parts = parts
        self.prunes = prunes
        self.only = only
        self.ours = ours
        self.theirs = theirs
        self.program = program
        seal = try sealOfContents()
    }

    private func sealOfContents() throws -> String {
        var open = self
        open.seal = ""
        return ContentDigest.of([String(decoding: try JSONEncoder.till.encode(open), as: UTF8.self)])
    }

    /// The plan's text.
    package func json() throws -> String {
        let encoder = JSONEncoder.till
        encoder.outputFormatting.insert(.prettyPrinted)
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads a plan's text.
    ///
    /// - Throws: ``Refusal``.
    package static func read(_ bytes: [UInt8], at now: Date) throws -> SavedPlan {
        guard let plan = try? JSONDecoder.till.decode(SavedPlan.self, from: Data(bytes)),
            try plan.sealOfContents() == plan.seal
        else { throw Refusal.altered }
        guard now < plan.expiresAt else { throw Refusal.expired }
        return plan
    }
}
