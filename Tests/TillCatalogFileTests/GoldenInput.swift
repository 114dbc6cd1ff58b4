import Testing
import TillModel

@testable import TillCatalogFile

/// The input of a case: a file, files beside it, and what they are read for.
///
/// A line `-------- catalog/plans.yaml` begins a file beside the main one. What the file is read for stands in its
/// first lines, which are comments to the reader itself:
///
///     #: mode live
///     #: overlay acme
///     #: variable STRIPE_PRO=prod_9
///     #: variables required
///     #: synced pro/monthly price_1 29.00 USD month
struct GoldenInput: Sendable {
    /// The text of `products.yaml`.
    var main: [UInt8]
    /// The texts of the files beside it, by path.
    var files: [String: [UInt8]]
    /// What they are read for.
    let options: ReadingOptions

    private static let marker = "-------- "

    init(_ bytes: [UInt8]) {
        var parts: [(path: String, bytes: [UInt8])] = [("", [])]
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: GoldenInput.marker.utf8) {
                let path = String(decoding: line.dropFirst(GoldenInput.marker.utf8.count), as: UTF8.self)
                parts.append((path, []))
            } else {
                parts[parts.count - 1].bytes += line + [0x0A]
            }
        }
        // The last line has no line break of its own when the text does not end in one.
        parts[parts.count - 1].bytes.removeLast()
        main = parts[0].bytes
        files = Dictionary(parts.dropFirst().map { ($0.path, $0.bytes) }, uniquingKeysWith: { $1 })
        options = GoldenInput.options(of: main)
    }

    /// What reading it says.
    var reading: CatalogReading {
        CatalogReader(options).read(main, file: "products.yaml") { path in
            files[path].map { .success($0) } ?? .failure(FileBytes.Failure(reason: "there is no such file"))
        }
    }

    private static func options(of main: [UInt8]) -> ReadingOptions {
        var options = ReadingOptions()
        var synced: [String: RemoteIDs.SyncedPrice] = [:]
        for line in main.split(separator: 0x0A) {
            guard line.starts(with: "#: ".utf8) else { break }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst().map(String.init)
            switch words.first {
            case "mode": options.mode = Mode(rawValue: words[1])
            case "overlay": options.overlays += words.dropFirst()
            case "variable":
                let pair = words[1].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                options.variables = (options.variables ?? [:]).merging([pair[0]: pair[1]]) { $1 }
            case "variables": options.requiresVariables = true
            case "synced": synced[words[1]] = price(words.dropFirst(2).map { $0 })
            default: Issue.record("a case cannot say \(words)")
            }
        }
        if options.requiresVariables { options.variables = options.variables ?? [:] }
        if !synced.isEmpty { options.synced = RemoteIDs(prices: [.stripe: synced]) }
        return options
    }

    /// An id, an amount, and an interval for what recurs.
    private static func price(_ words: [String]) -> RemoteIDs.SyncedPrice? {
        guard words.count > 2, let currency = Currency(code: words[2]),
            let amount = try? Money(decimal: words[1], currency)
        else { return nil }
        let interval = words.count > 3 ? BillingInterval.Unit(rawValue: words[3]).map { BillingInterval($0) } : nil
        return RemoteIDs.SyncedPrice(id: words[0], amount: amount, interval: interval)
    }
}
