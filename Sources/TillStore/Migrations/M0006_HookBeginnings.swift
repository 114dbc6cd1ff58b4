extension Migration {
    /// When a run of a hook began last; a row of its own is kept only for tries of which there is more to tell.
    static let hookBeginnings = Migration(version: 6) { _ in
        ["ALTER TABLE hook_run ADD COLUMN begun_at BIGINT"]
    }
}
