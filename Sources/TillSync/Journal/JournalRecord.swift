import TillModel

/// One line of a run's journal.
package enum JournalRecord: Sendable, Hashable {
    /// A run began: what is needed to go on with it.
    case began(JournalHeader)
    /// A write is about to be sent.
    case intent(provider: ProviderName, key: CatalogObjectKey, action: String, id: String?, idempotencyKey: String)
    /// A write was answered; `id` is the object's.
    case done(
        provider: ProviderName, key: CatalogObjectKey, action: String, id: String, generation: Int, requestID: String?)
    /// A write was refused, or its outcome is unknown.
    case failed(provider: ProviderName, key: CatalogObjectKey, action: String, code: String)
    /// The run ended and every outcome is known; `failures` counts what was not done.
    case ended(failures: Int)
}

/// What a run was begun with.
package struct JournalHeader: Sendable, Hashable, Codable {
    /// The run's name.
    package let run: String
    package let environment: String
    /// When it began, RFC 3339.
    package let startedAt: String
    /// The catalog's content hash: a run is only gone on with for the same file.
    package let catalog: String
    /// Whether what left the file is archived.
    package let prunes: Bool
    /// The providers, by name.
    package let providers: [String]
    /// The keys it is limited to; nil for all.
    package let only: String?
    /// The keys where our side counts, as plans write them.
    package let ours: [String]
    /// The keys where the provider's side counts.
    package let theirs: [String]
    /// Whether it goes back to an earlier lock, and not to the file; nil for no.
    package let isRollback: Bool?
    /// The serial of the lock that it goes back to.
    package let goesBackTo: Int?

    package init(
        run: String, environment: String, startedAt: String, catalog: String, prunes: Bool, providers: [String],
        only: String? = nil, ours: [String] = [], theirs: [String] = [], isRollback: Bool? = nil,
        goesBackTo: Int? = nil
    ) {
        self.run = run
        self.environment = environment
        self.startedAt = startedAt
        self.catalog = catalog
        self.prunes = prunes
        self.providers = providers
        self.only = only
        self.ours = ours
        self.theirs = theirs
        self.isRollback = isRollback
        self.goesBackTo = goesBackTo
    }
}

extension JournalRecord: Codable {
    /// A record as a line of JSON.
    private struct Line: Codable {
        var record: String
        var header: JournalHeader?
        var provider: String?
        var key: String?
        var action: String?
        var id: String?
        var idempotencyKey: String?
        var generation: Int?
        var requestID: String?
        var code: String?
        var failures: Int?
    }

    package init(from decoder: any Decoder) throws {
        let line = try Line(from: decoder)
        func wanted<Value>(_ value: Value?, _ name: String) throws -> Value {
            guard let value else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no \(name)"))
            }
            return value
        }
        func place() throws -> (ProviderName, CatalogObjectKey, String) {
            (
                ProviderName(rawValue: try wanted(line.provider, "provider")),
                try wanted(line.key.flatMap(CatalogObjectKey.init), "key"), try wanted(line.action, "action")
            )
        }
        switch line.record {
        case "began": self = .began(try wanted(line.header, "header"))
        case "intent":
            let (provider, key, action) = try place()
            self = .intent(
                provider: provider, key: key, action: action, id: line.id,
                idempotencyKey: try wanted(line.idempotencyKey, "idempotencyKey"))
        case "done":
            let (provider, key, action) = try place()
            self = .done(
                provider: provider, key: key, action: action, id: try wanted(line.id, "id"),
                generation: try wanted(line.generation, "generation"), requestID: line.requestID)
        case "failed":
            let (provider, key, action) = try place()
            self = .failed(provider: provider, key: key, action: action, code: try wanted(line.code, "code"))
        case "ended": self = .ended(failures: try wanted(line.failures, "failures"))
        default:
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "no record is called \(line.record)"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var line = Line(record: "")
        switch self {
        case .began(let header):
            line.record = "began"
            line.header = header
        case .intent(let provider, let key, let action, let id, let idempotencyKey):
            line = Line(
                record: "intent", provider: provider.rawValue, key: key.description, action: action, id: id,
                idempotencyKey: idempotencyKey)
        case .done(let provider, let key, let action, let id, let generation, let requestID):
            line = Line(
                record: "done", provider: provider.rawValue, key: key.description, action: action, id: id,
                generation: generation, requestID: requestID)
        case .failed(let provider, let key, let action, let code):
            line = Line(
                record: "failed", provider: provider.rawValue, key: key.description, action: action, code: code)
        case .ended(let failures):
            line.record = "ended"
            line.failures = failures
        }
        try line.encode(to: encoder)
    }
}
