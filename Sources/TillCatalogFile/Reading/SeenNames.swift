/// The names of a list that were read, to tell one that is listed twice.
struct SeenNames {
    private var few: [String] = []
    private var many: Set<String> = []

    /// Comparing each with each is quicker than hashing as long as there are few.
    private static let most = 16

    /// Notes a name; returns whether it is the first of that name.
    mutating func insert(_ name: String) -> Bool {
        guard few.count == SeenNames.most else {
            guard !few.contains(name) else { return false }
            few.append(name)
            if few.count == SeenNames.most { many = Set(few) }
            return true
        }
        return many.insert(name).inserted
    }
}
