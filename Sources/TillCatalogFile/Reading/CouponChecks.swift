import TillModel

/// Rules across coupons, checked once all of them are known.
enum CouponChecks {
    /// Reports codes that two coupons share.
    static func check(_ readings: [CouponReader.Reading], log: inout DiagnosticLog) {
        var owners: [String: (key: String, place: SourceSpan)] = [:]
        for reading in readings {
            for (code, place) in reading.codes {
                guard let first = owners[code] else {
                    owners[code] = (reading.coupon.key, place)
                    continue
                }
                log.error(
                    .codeTwice, at: place,
                    "coupon `\(Quoting.clipped(first.key))` has the code `\(Quoting.clipped(code))` already",
                    help: "buyers type codes in any case: give each coupon codes of its own",
                    earlier: .init(what: "the first is", span: first.place))
            }
        }
    }
}
