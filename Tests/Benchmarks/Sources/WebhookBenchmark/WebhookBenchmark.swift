import Foundation

/// Webhooks: how many are acknowledged, how soon, and how soon what they say is done.
///
///     WebhookBenchmark webhooks|pipeline PLAIN-PROGRAM CATALOG-PROGRAM RECORDED-BODY [OPTION …]
///
/// Only ratios within one run are worth anything: the load generator, the servers and whatever else runs share the
/// machine.
@main
struct WebhookBenchmark {
    static func main() async throws {
        guard let options = BenchmarkOptions(CommandLine.arguments) else {
            print(BenchmarkOptions.usage)
            exit(64)
        }
        try openManyFiles()
        try FileManager.default.createDirectory(atPath: options.folder, withIntermediateDirectories: true)
        do {
            if options.measures == "webhooks" {
                try await WebhookRun(options).run()
            } else {
                try await PipelineRun(options).run()
            }
        } catch {
            print("\(error)")
            exit(1)
        }
    }

    /// A thousand connections need as many files, here and in the servers, which inherit the limit.
    private static func openManyFiles() throws {
        var limit = rlimit()
        #if canImport(Glibc)
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let files = RLIMIT_NOFILE
        #endif
        getrlimit(files, &limit)
        limit.rlim_cur = min(limit.rlim_max, 16_384)
        guard setrlimit(files, &limit) == 0, limit.rlim_cur >= 2_048 else {
            throw ServerProcess.Failure("a thousand connections need 2,048 files: raise `ulimit -n`")
        }
    }
}
