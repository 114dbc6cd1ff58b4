import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which day it is where the shop is.
enum Today {
    /// The day of an instant by the clocks of a time zone; by UTC's when this machine does not know the zone.
    static func day(of instant: Date, in timeZone: String) -> CalendarDate? {
        let parts = Calendar(identifier: .gregorian).dateComponents(
            in: TimeZone(identifier: timeZone) ?? .gmt, from: instant)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}
