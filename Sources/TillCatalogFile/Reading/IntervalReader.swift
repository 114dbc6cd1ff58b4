import TillModel

/// Reads intervals and lengths of time.
enum IntervalReader {
    /// How often a price is paid: `month`, `3 months`; three years at most, as providers allow no more.
    static func interval(_ field: Field, _ context: inout ReadingContext) -> BillingInterval? {
        guard let node = context.scalar(field, "an interval", example: "month") else { return nil }
        let text = context.tree.string(node)
        guard let (count, unit) = CalendarText.parse(text, allowingBareUnit: true) else {
            context.log.error(
                .unknownInterval, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not an interval",
                help: CalendarText.meant(by: text).map { "write \(field.written($0))" }
                    ?? "write \(KeyNames.list(CalendarText.unitNames, "or")), or a number of them such as `3 months`")
            return nil
        }
        let most = mostIn3Years(unit)
        guard count <= most else {
            context.log.error(
                .numberOutOfRange, at: context.tree.span(node), "an interval can be three years at most",
                help: "the most is \(CalendarDuration(most, unit))")
            return nil
        }
        return BillingInterval(unit, count: count)
    }

    /// How long what is bought lasts: `30 days`; a hundred years at most.
    static func duration(_ field: Field, _ context: inout ReadingContext) -> CalendarDuration? {
        guard let node = context.scalar(field, "a length of time", example: "30 days") else { return nil }
        let text = context.tree.string(node)
        guard let (count, unit) = CalendarText.parse(text, allowingBareUnit: false) else {
            context.log.error(
                .badDuration, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not a length of time",
                help: "write \(field.written(CalendarText.length(meantBy: text)))")
            return nil
        }
        guard count <= 36_500 else {
            context.log.error(
                .numberOutOfRange, at: context.tree.span(node), "a length of time has at most 36500 of its unit",
                help: "leave `\(field.name)` out for something that does not end")
            return nil
        }
        return CalendarDuration(count, unit)
    }

    /// A trial in days: `14 days`, `2 weeks`.
    static func trialDays(_ field: Field, maximum: Int, _ context: inout ReadingContext) -> Int? {
        guard let node = context.scalar(field, "a number of days", example: "14 days") else { return nil }
        let text = context.tree.string(node)
        guard let (count, unit) = CalendarText.parse(text, allowingBareUnit: false), unit == .day || unit == .week
        else {
            let isLong = CalendarText.parse(text, allowingBareUnit: true) != nil
            context.log.error(
                .badTrial, at: context.tree.span(node), "`\(Quoting.clipped(text))` is not a trial",
                help: isLong
                    ? "a trial is counted in days or weeks, which never differ in length: `\(field.name): 30 days`"
                    : "write \(field.written(CalendarText.length(meantBy: text)))")
            return nil
        }
        let (days, overflow) = count.multipliedReportingOverflow(by: unit == .week ? 7 : 1)
        guard !overflow, days <= maximum else {
            context.log.error(
                .numberOutOfRange, at: context.tree.span(node), "a trial can last \(maximum) days at most",
                help: "write a shorter one, such as `\(field.name): 30 days`")
            return nil
        }
        return days
    }

    private static func mostIn3Years(_ unit: BillingInterval.Unit) -> Int {
        switch unit {
        case .day: 1_095
        case .week: 156
        case .month: 36
        case .year: 3
        }
    }
}

extension CalendarText {
    /// A length of time that somebody probably meant, or an example of one.
    fileprivate static func length(meantBy text: String) -> String {
        if WholeNumber.isPlain(text), let count = Int(text), count > 0 { return "\(CalendarDuration(count, .day))" }
        guard let meant = meant(by: text) else { return "30 days" }
        return unit(meant).map { "\(CalendarDuration(1, $0))" } ?? meant
    }
}
