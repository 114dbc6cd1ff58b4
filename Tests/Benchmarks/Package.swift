// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Till builds it. `scripts/bench` runs it.
let package = Package(
    name: "till-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1")
    ],
    targets: [
        .executableTarget(
            name: "PlainHummingbird", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        .executableTarget(name: "StartBenchmark"),
    ],
    swiftLanguageModes: [.v6]
)
