import Foundation
import TillModel

/// Which day it is where a catalog's days begin.
enum CatalogDay {
    /// The day of an instant in a time zone, such as `Europe/Berlin`.
    static func day(of instant: Date, in timeZone: String) throws(CommandFailure) -> CalendarDate {
        guard let zone = TimeZone(identifier: timeZone) else {
            throw CommandFailure(.invalid, "this machine knows no time zone '\(timeZone)'; is its tzdata installed?")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day], from: instant)
        guard let year = parts.year, let month = parts.month, let day = parts.day,
            let date = CalendarDate(year: year, month: month, day: day)
        else { throw CommandFailure(.internalError, "the clock of this machine shows no day of the calendar.") }
        return date
    }

    /// The instant at which a day begins in a time zone, in seconds since 1970; nil when this machine cannot tell.
    static func beginning(of day: CalendarDate, in timeZone: String) -> Int64? {
        guard let zone = TimeZone(identifier: timeZone) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
            .map { Int64($0.timeIntervalSince1970) }
    }
}
