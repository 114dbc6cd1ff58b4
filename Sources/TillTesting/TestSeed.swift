#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where seeded tests begin, and how much they do.
public enum TestSeed {
    /// `TILL_TEST_SEED`, which the test script takes from the commit; 1 without it.
    public static let value = ProcessInfo.processInfo.environment["TILL_TEST_SEED"].flatMap(UInt64.init) ?? 1

    /// A full count when `TILL_TEST_LONG` is set, and a twentieth of it otherwise.
    public static func count(_ full: Int) -> Int {
        ProcessInfo.processInfo.environment["TILL_TEST_LONG"] == nil ? max(1, full / 20) : full
    }
}
