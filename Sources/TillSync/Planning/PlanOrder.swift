import TillModel

/// In which order a plan's changes are told and begun.
///
/// What can be sold comes first and archiving last, so that an interruption never leaves a key without an active
/// object.
enum PlanOrder {
    static func comes(_ left: PlannedChange, before right: PlannedChange) -> Bool {
        let (first, second) = (isEnding(left), isEnding(right))
        guard first == second else { return !first }
        // What belongs to something ends before it.
        return first ? right.key < left.key : left.key < right.key
    }

    private static func isEnding(_ change: PlannedChange) -> Bool { change.desired == nil }
}
