#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Darwin
    import Foundation
#endif

/// Folders on other machines, where SQLite's locks and flushes do not hold what they promise.
enum NetworkFileSystems {
    /// - Throws: ``StoreError/Code/unusable`` when the folder is on one.
    static func refuse(_ folder: String) throws(StoreError) {
        guard isRemote(folder) else { return }
        throw StoreError(
            .unusable, "\(folder) is on a network file system, where SQLite can lose data; use a local disk")
    }

    #if canImport(FoundationEssentials)
        private static let remoteTypes: Set = [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs",
            "lustre",
        ]

        /// Asks the kernel's mount table: the entry with the longest path that holds the folder.
        ///
        /// Where there is no such table, nothing is known against the folder.
        private static func isRemote(_ folder: String) -> Bool {
            guard let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return false }
            let absolute =
                URL(filePath: folder).resolvingSymlinksInPath().standardizedFileURL.path(percentEncoded: false) + "/"
            let mounts = table.split(separator: "\n").compactMap(mount)
            let holder =
                mounts
                .filter { absolute.hasPrefix($0.path.hasSuffix("/") ? $0.path : $0.path + "/") }
                .max { $0.path.utf8.count < $1.path.utf8.count }
            return holder.map { remoteTypes.contains($0.type) } ?? false
        }

        /// Field 5 is the path; the type follows the dash that ends the optional fields.
        private static func mount(_ line: Substring) -> (path: String, type: String)? {
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { return nil }
            return (String(fields[4]), String(fields[dash + 1]))
        }
    #else
        private static func isRemote(_ folder: String) -> Bool {
            var facts = statfs()
            return statfs(folder, &facts) == 0 && facts.f_flags & UInt32(MNT_LOCAL) == 0
        }
    #endif
}
