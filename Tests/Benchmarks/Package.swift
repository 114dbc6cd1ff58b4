// swift-tools-version: 6.2
import PackageDescription

let core: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// A package of its own, so that nobody who uses Till builds it. `scripts/bench` runs it. What it measures in process
// stands here as links to the real sources.
let package = Package(
    name: "till-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        .executableTarget(
            name: "PlainHummingbird", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        .executableTarget(name: "StartBenchmark"),
        .executableTarget(name: "SyncBenchmark", swiftSettings: core),
        .executableTarget(name: "CatalogLoadBenchmark", dependencies: ["TillCatalogFile", "TillModel", "CLibYAML"]),
        .executableTarget(
            name: "WebhookBenchmark",
            dependencies: [
                "TillCatalogFile", "TillModel", "TillStore", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: core),
        .target(name: "TillModel", swiftSettings: core),
        .target(
            name: "TillStore",
            dependencies: [
                "TillModel", "CLibPQ", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: core + [.define("PostgreSQL")]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(
            name: "TillCatalogFile",
            dependencies: ["TillModel", "CLibYAML", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: core),
    ],
    swiftLanguageModes: [.v6]
)
