#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Time and memory for reading, validating and indexing a large catalog, beside libyaml's bare events over the same
/// bytes, each in a process of its own, in turns, in one run.
///
///     CatalogLoadBenchmark RUNS [PRODUCTS …]
@main
struct CatalogLoadBenchmark {
    static func main() {
        var arguments = CommandLine.arguments.dropFirst()
        if arguments.count == 3, arguments.first == "measure" {
            return Measurement.run(arguments[arguments.startIndex + 1], path: arguments[arguments.startIndex + 2])
        }
        guard let runs = arguments.popFirst().flatMap(Int.init), runs > 0 else {
            print("usage: CatalogLoadBenchmark RUNS [PRODUCTS …]")
            exit(64)
        }
        let sizes = arguments.isEmpty ? [10_000, 100_000] : arguments.compactMap { Int($0) }
        var perProduct: [Double] = []
        for products in sizes {
            let path = "catalog-\(products).yaml"
            let bytes = SampleCatalog.write(products: products, to: path)
            var raw: [Measurement] = []
            var whole: [Measurement] = []
            for _ in 0..<runs {
                raw.append(Measurement.inChild("events", path: path))
                whole.append(Measurement.inChild("catalog", path: path))
            }
            unlink(path)
            let megabytes = Double(bytes) / 1_048_576
            report("\(products) products", raw, whole, megabytes: megabytes)
            perProduct.append(median(whole.map(\.seconds)) / Double(products))
        }
        guard let first = perProduct.first, let last = perProduct.last, sizes.count > 1 else { return }
        print("growth             \(rounded(last / first, 2))x the time for each product, from the least to the most")
    }

    private static func report(_ name: String, _ raw: [Measurement], _ whole: [Measurement], megabytes: Double) {
        let padded = name + String(repeating: " ", count: max(0, 18 - name.count))
        let events = median(raw.map(\.seconds))
        let catalog = median(whole.map(\.seconds))
        let memory = median(whole.map(\.peakMegabytes))
        print("\(padded) \(rounded(megabytes, 1)) MB of YAML, medians of \(raw.count) runs each")
        print("  libyaml events   \(rounded(events * 1000, 1)) ms")
        print("  whole catalog    \(rounded(catalog * 1000, 1)) ms, \(rounded(memory, 1)) MB at the peak")
        print(
            "  ratio            \(rounded(catalog / events, 2))x time, \(rounded(memory / megabytes, 1))x the file's size"
        )
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private static func rounded(_ value: Double, _ decimals: Int) -> String {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let units = Int((value * Double(scale)).rounded())
        let rest = String(units % scale)
        return "\(units / scale)." + String(repeating: "0", count: decimals - rest.count) + rest
    }
}
