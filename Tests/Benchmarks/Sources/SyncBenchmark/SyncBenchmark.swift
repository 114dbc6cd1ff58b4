import Foundation

/// A catalog pushed to the sandbox at a given rate, pushed again, and a large one planned.
///
///     SyncBenchmark CATALOG-PROGRAM [PRODUCTS [LARGE]]
@main
struct SyncBenchmark {
    /// Writes a second that the run may make at most.
    static let rate = 25

    /// What a run tells of itself.
    struct Answer: Decodable {
        let reads: Int?
        let writes: Int?
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2 else {
            print("usage: SyncBenchmark CATALOG-PROGRAM [PRODUCTS [LARGE]]")
            exit(64)
        }
        let products = arguments.count > 2 ? Int(arguments[2]) ?? 1_000 : 1_000
        let large = arguments.count > 3 ? Int(arguments[3]) ?? 10_000 : 10_000
        let sandbox = Process()
        sandbox.executableURL = URL(filePath: arguments[1])
        sandbox.arguments = ["sandbox", "--port", "\(20_000 + Int(getpid()) % 10_000)"]
        let pipe = Pipe()
        sandbox.standardOutput = pipe
        sandbox.standardError = FileHandle.nullDevice
        try sandbox.run()
        defer { sandbox.terminate() }
        var environment = ProcessInfo.processInfo.environment
        environment["TILL_ENV"] = "test"
        environment["CI"] = nil
        for (name, value) in settings(from: pipe) { environment[name] = value }
        try push(products, arguments[1], environment)
        try plan(large, arguments[1], environment)
    }

    /// The settings that the sandbox prints once it listens.
    private static func settings(from pipe: Pipe) -> [(String, String)] {
        var text = ""
        while !text.contains("PADDLE_API_KEY="), case let some = pipe.fileHandleForReading.availableData, !some.isEmpty
        {
            text += String(decoding: some, as: UTF8.self)
        }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }

    private static func push(_ products: Int, _ program: String, _ environment: [String: String]) throws {
        try write(products)
        let arguments = [program, "sync", "--env", "test", "--yes", "--json", "--quiet", "--rate", "\(rate)"]
        let first = try Program.run(arguments, environment)
        let pushed = try JSONDecoder().decode(Answer.self, from: Data(first.output.utf8))
        let writes = pushed.writes ?? 0
        let allowed = Double(writes) / Double(rate)
        print(
            "\(products) products x 2 prices: exit \(first.status), \(writes) writes and \(pushed.reads ?? 0) reads in "
                + "\(rounded(first.seconds)) s; \(rate) writes/s allow \(rounded(allowed)) s: "
                + "ratio \(rounded(first.seconds / allowed))x")
        let second = try Program.run(arguments, environment)
        let again = try JSONDecoder().decode(Answer.self, from: Data(second.output.utf8))
        let objects = products * 3
        print(
            "again: exit \(second.status), \(again.writes ?? -1) writes, \(again.reads ?? -1) reads "
                + "(\(objects) objects are \((objects + 99) / 100) pages), \(rounded(second.seconds)) s, "
                + "\(rounded(second.processorSeconds)) s of processor")
    }

    private static func plan(_ products: Int, _ program: String, _ environment: [String: String]) throws {
        try write(products)
        let run = try Program.run([program, "plan", "--env", "test", "--json"], environment)
        print(
            "\(products) products x 2 prices planned: exit \(run.status), \(rounded(run.processorSeconds)) s of "
                + "processor, \(rounded(run.seconds)) s in all")
    }

    private static func write(_ products: Int) throws {
        var text = "version: 1\ndefaults: { currency: USD, provider: stripe }\nproducts:\n"
        for number in 0..<products {
            text += """
                  plan-\(number):
                    name: Plan \(number)
                    description: Everything that somebody in group \(number % 97) may want to use
                    prices:
                      monthly: { price: \(number % 90 + 1).00 USD, every: month }
                      yearly: { price: \(number % 900 + 10).00 USD, every: year }

                """
        }
        try text.write(toFile: "products.yaml", atomically: true, encoding: .utf8)
    }

    private static func rounded(_ number: Double) -> String { String(format: "%.2f", number) }
}
