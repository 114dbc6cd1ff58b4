import NIOPosix
import ServiceLifecycle
import TillEngine
import TillModel
import UnixSignals

/// Reads the catalog's files again when SIGHUP asks for it and, if it watches, when they have changed by themselves.
struct CatalogReloader: Service {
    let files: CatalogFiles
    let exchange: CatalogExchange
    /// Every SIGHUP; trapped before the server serves, since untrapped it ends the process.
    let signals: UnixSignalsSequence
    /// Looks at the files each second; nil when only a signal has them read.
    let watch: ChangeWatch<[FileIdentity?]>?
    let clock: any WallClock

    private let terminal = Terminal()

    init(
        files: CatalogFiles, exchange: CatalogExchange, signals: UnixSignalsSequence,
        watch: ChangeWatch<[FileIdentity?]>?,
        clock: any WallClock
    ) {
        self.files = files
        self.exchange = exchange
        self.signals = signals
        self.watch = watch
        self.clock = clock
    }

    /// Ends with graceful shutdown, or when the window is closed that the program runs in.
    func run() async {
        let (asked, asking) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in signals.cancelOnGracefulShutdown() {
                    guard !terminal.isGone else { return asking.finish() }
                    asking.yield()
                }
            }
            if let watch { group.addTask { await Self.look(watch, at: files) { asking.yield() } } }
            for await _ in asked.cancelOnGracefulShutdown() { await reload() }
            group.cancelAll()
        }
    }

    private static func look(
        _ watch: ChangeWatch<[FileIdentity?]>, at files: CatalogFiles, then reload: @escaping @Sendable () -> Void
    ) async {
        await cancelWhenGracefulShutdown {
            var watch = watch
            do {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    if watch.isDue(files.identities) { reload() }
                }
            } catch {
                // Cancelled: the server ends.
                return
            }
        }
    }

    private func reload() async {
        guard files.identities[0]?.isRegular != false else {
            return exchange.refuse(
                "\(files.path) is not a file that can be read again: restart the server", diagnostics: [])
        }
        let now = clock.now()
        do {
            // A large file takes a moment, in which requests are to be answered.
            let outcome = try await NIOThreadPool.singleton.runIfActive { [files] in
                Result { () throws(CatalogFiles.Unusable) in try files.read(at: now) }
            }
            switch outcome {
            case .success(let reading):
                exchange.tell(reading.warnings)
                exchange.take(reading.loaded)
            case .failure(let unusable):
                exchange.refuse(unusable.reason, diagnostics: unusable.diagnostics)
            }
        } catch {
            exchange.refuse("\(files.path) could not be read: \(error)", diagnostics: [])
        }
    }
}
