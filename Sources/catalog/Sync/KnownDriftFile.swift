import TillCatalogFile
import TillModel
import TillSync

/// The file beside the lock that says which drift of an environment is known: `products.live.ignored`.
struct KnownDriftFile: Sendable {
    let path: String
    var list: KnownDriftList

    /// Where it lies, beside the catalog.
    static func path(beside catalog: String, of mode: Mode) -> String {
        String(CatalogFiles.lockPath(beside: catalog, of: mode).dropLast("lock".count)) + "ignored"
    }

    /// Reads it; without one nothing is known.
    init(beside catalog: String, of mode: Mode) throws(CommandFailure) {
        path = Self.path(beside: catalog, of: mode)
        guard FileIdentity(of: path) != nil else {
            list = KnownDriftList()
            return
        }
        let bytes = try PulledFile.read(path)
        do throws(KnownDriftList.Mistake) {
            list = try KnownDriftList(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw CommandFailure(
                .invalid,
                "\(path):\(error.line): '\(error.text)' says nothing; write it as `pro/monthly:changed until 2027-01-31 "
                    + "because marketing tries it out`.")
        }
    }

    func write() throws(CommandFailure) {
        do throws(FileReplacement.Failure) {
            try FileReplacement.write(Array(list.text.utf8), to: path)
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be written: \(error.description).")
        }
    }
}
