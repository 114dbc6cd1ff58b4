import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The machine's own clock.
struct SystemClock: WallClock {
    func now() -> Date { Date() }
}
