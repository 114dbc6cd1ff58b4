import ArgumentParser
import TillSync

/// Whether a plan counts those who pay already.
struct ImpactOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Count who pays already for what changes.",
            discussion: "Without it they are counted where that takes few requests: the first page of ten prices."))
    var impact: Bool?

    var depth: ImpactSurvey.Depth { impact.map { $0 ? .whole : .none } ?? .cheap }
}
