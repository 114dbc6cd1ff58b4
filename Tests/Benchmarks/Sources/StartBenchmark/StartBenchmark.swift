#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Time from the start of a process to its first answer, and its resident memory then: Till beside a plain
/// Hummingbird program, in turns, in one run.
///
///     StartBenchmark RUNS PLAIN-PROGRAM CATALOG-PROGRAM
@main
struct StartBenchmark {
    struct Sample {
        let milliseconds: Double
        let megabytes: Double
    }

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let runs = Int(arguments[1]) else {
            print("usage: StartBenchmark RUNS PLAIN-PROGRAM CATALOG-PROGRAM")
            exit(64)
        }
        var plain: [Sample] = []
        var till: [Sample] = []
        for run in 0..<runs {
            let port = 10_000 + (Int(getpid()) * 16 + run * 2) % 20_000
            plain.append(measure([arguments[2], "\(port)"], port: port))
            till.append(measure([arguments[3], "serve", "--port", "\(port + 1)"], port: port + 1))
        }
        report("plain Hummingbird", plain)
        report("catalog serve", till)
        let times = median(till.map(\.milliseconds)) / median(plain.map(\.milliseconds))
        let memory = median(till.map(\.megabytes)) / median(plain.map(\.megabytes))
        print("ratio              \(rounded(times))x time, \(rounded(memory))x memory (medians of \(runs) runs each)")
    }

    static func report(_ name: String, _ samples: [Sample]) {
        let times = samples.map(\.milliseconds).sorted()
        let padded = name + String(repeating: " ", count: max(0, 18 - name.count))
        print(
            "\(padded) \(rounded(median(times))) ms (\(rounded(times.first ?? 0)) to \(rounded(times.last ?? 0))), "
                + "\(rounded(median(samples.map(\.megabytes)))) MB resident")
    }

    static func measure(_ program: [String], port: Int) -> Sample {
        let clock = ContinuousClock()
        let start = clock.now
        let pid = spawn(program)
        while !answers(port) { usleep(200) }
        let milliseconds = (clock.now - start) / .milliseconds(1)
        let sample = Sample(milliseconds: milliseconds, megabytes: residentMegabytes(pid))
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        return sample
    }

    static func spawn(_ program: [String]) -> pid_t {
        var pid: pid_t = 0
        let arguments = program.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&pid, program[0], nil, nil, arguments, environ) == 0 else {
            print("\(program[0]) cannot be started")
            exit(1)
        }
        return pid
    }

    /// Whether a GET of /livez is answered with 200.
    static func answers(_ port: Int) -> Bool {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return false }
        let request = Array("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { return false }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &answer, answer.count)
        return count > 12 && String(decoding: answer[9..<12], as: UTF8.self) == "200"
    }

    static func residentMegabytes(_ pid: pid_t) -> Double {
        guard let file = fopen("/proc/\(pid)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("VmRSS:") {
                return (Double(text.filter(\.isNumber)) ?? 0) / 1024
            }
        }
        return 0
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    static func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
