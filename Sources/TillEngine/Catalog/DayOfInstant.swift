import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which day it is at an instant in a time zone, such as `Europe/Berlin`.
///
/// Given to the engine, which knows no calendar: time zones are the machine's. Throws for a zone the machine does not
/// know.
package typealias DayOfInstant = @Sendable (_ instant: Date, _ timeZone: String) throws -> CalendarDate
