import CLibYAML
import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What one reading took.
struct Measurement {
    /// Processor time, so that what else runs on the machine counts less.
    let seconds: Double
    /// Beyond what the process had when the file's bytes were in memory, those bytes included.
    let peakMegabytes: Double

    /// Reads a file in this process and prints what it took.
    static func run(_ what: String, path: String) {
        let before = peak()
        let bytes = read(path)
        let start = processorSeconds()
        switch what {
        case "events": precondition(events(bytes) > 0, "the file has no events")
        default:
            let reading = CatalogReader().read(bytes, file: path)
            guard let catalog = reading.catalog else {
                print(reading.diagnostics.prefix(3))
                exit(1)
            }
            precondition(catalog.find("plan-1/monthly") != nil, "the index finds what is there")
        }
        let seconds = processorSeconds() - start
        print("\(seconds) \(Double(peak() - before) / 1024)")
    }

    /// Reads a file in a process of its own, so that one reading's memory is not another's.
    static func inChild(_ what: String, path: String) -> Measurement {
        let program = CommandLine.arguments[0]
        guard let pipe = popen("'\(program)' measure \(what) '\(path)'", "r") else { exit(1) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, pipe) != nil else { exit(1) }
        pclose(pipe)
        let text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 2 else {
            print(text)
            exit(1)
        }
        return Measurement(seconds: numbers[0], peakMegabytes: numbers[1])
    }

    private static func events(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { text in
            var parser = yaml_parser_t()
            var event = yaml_event_t()
            var count = 0
            yaml_parser_initialize(&parser)
            yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
            while yaml_parser_parse(&parser, &event) == 1 {
                let isLast = event.type == YAML_STREAM_END_EVENT
                yaml_event_delete(&event)
                count += 1
                if isLast { break }
            }
            yaml_parser_delete(&parser)
            return count
        }
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The most memory this process has had, in KiB.
    private static func peak() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss / 1024
        #endif
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { exit(1) }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let size = ftell(file)
        rewind(file)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = fread(buffer.baseAddress, 1, size, file)
        }
    }
}
