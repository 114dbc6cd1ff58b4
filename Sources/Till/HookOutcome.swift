/// What a hook may throw to say more than that it failed.
public enum HookOutcome: Error, Sendable, Hashable {
    /// Trying again is of no use: the run is dead until a person retries it.
    case giveUp(_ reason: String)
    /// Not now: run again after this long, whatever the schedule says.
    case retry(after: Duration, _ reason: String = "asked to run later")
}
