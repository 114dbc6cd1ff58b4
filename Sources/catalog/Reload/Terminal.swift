#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The window that the program was started in, if any.
///
/// Closing it sends SIGHUP, as an operator does who wants the catalog to be read again; only then is the terminal gone.
struct Terminal: Sendable {
    private let wasThere = isatty(STDIN_FILENO) == 1

    /// Whether the program was started in a window that is closed by now.
    var isGone: Bool { wasThere && isatty(STDIN_FILENO) == 0 }
}
