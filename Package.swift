// swift-tools-version: 6.2
import PackageDescription

// What may import what: docs/architecture.md. `scripts/check` holds the targets to it.

let core: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// The team's target.
///
/// Its dependencies are extended in the team's block at the end of this file.
let hooks = Target.target(name: "Hooks", dependencies: ["Till"], path: "hooks", packageAccess: false)

let package = Package(
    name: "till",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "catalog", targets: ["catalog"]),
        .library(name: "Till", targets: ["Till"]),
        .library(name: "TillServer", targets: ["TillServer"]),
        .library(name: "TillTesting", targets: ["TillTesting"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "DATABASE_URL may name a PostgreSQL database; needs libpq."),
        .default(enabledTraits: ["PostgreSQL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Level 0: the words and the rules.
        .target(name: "TillModel", swiftSettings: core),

        // Level 1: the outside world, and what a hooks file imports.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(name: "Till", dependencies: ["TillModel", .log], swiftSettings: core),
        .target(name: "TillCatalogFile", dependencies: ["TillModel", "CLibYAML", .crypto], swiftSettings: core),
        .target(
            name: "TillProviders",
            dependencies: ["TillModel", .asyncHTTPClient, .crypto, .log, .nioCore, .nioHTTP1, .nioPosix],
            swiftSettings: core),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "TillStore", dependencies: ["TillModel", .libpq, .grdb, .grdbSQLite, .log], swiftSettings: core),
        .target(
            name: "TillSandbox",
            dependencies: [
                "TillModel", .asyncHTTPClient, .crypto, .grdb, .httpTypes, .hummingbird, .log, .mustache, .nioCore,
                .nioHTTP1,
                .serviceLifecycle,
            ],
            swiftSettings: core),

        // Level 2: what happens, and when.
        .target(
            name: "TillEngine",
            dependencies: [
                "TillModel", "TillProviders", "TillStore", "Till", .crypto, .log, .metrics, .serviceLifecycle,
            ],
            swiftSettings: core),
        .target(name: "TillSync", dependencies: ["TillModel", .crypto], swiftSettings: core),
        hooks,

        // Level 3: HTTP in and out.
        .target(
            name: "TillServer",
            dependencies: [
                "TillModel", "TillEngine", .coreMetrics, .crypto, .httpTypes, .hummingbird, .log,
                .mustache, .nioCore,
                .serviceLifecycle,
            ],
            swiftSettings: core),

        // Level 4: the program.
        .executableTarget(
            name: "catalog",
            dependencies: [
                "Hooks", "Till", "TillCatalogFile", "TillEngine", "TillModel", "TillProviders", "TillSandbox",
                "TillServer", "TillStore", "TillSync", .argumentParser, .asyncHTTPClient, .configuration, .coreMetrics,
                .log,
                .nioCore, .nioHTTP1,
                .nioPosix,
                .serviceLifecycle, .systemPackage, .unixSignals,
            ],
            swiftSettings: core),

        // Beside: for a team's own tests. Never in the program.
        .target(name: "TillTesting", dependencies: ["TillModel", "TillStore", .log], swiftSettings: core),

        // Tests, a folder for each target.
        .testTarget(name: "TillModelTests", dependencies: ["TillModel", "TillTesting"], swiftSettings: core),
        .testTarget(
            name: "TillCatalogFileTests", dependencies: ["TillModel", "TillCatalogFile", "TillTesting"],
            exclude: ["Cases", "FormatCases"],
            swiftSettings: core),
        .testTarget(
            name: "TillProvidersTests", dependencies: ["TillModel", "TillProviders", "TillTesting", .crypto, .log],
            swiftSettings: core),
        .testTarget(
            name: "TillStoreTests", dependencies: ["TillModel", "TillStore", "TillTesting", .grdb, .log],
            swiftSettings: core),
        .testTarget(
            name: "TillSandboxTests",
            dependencies: [
                "TillModel", "TillSandbox", .asyncHTTPClient, .crypto, .httpTypes, .hummingbird, .log, .nioCore,
                .nioHTTP1, .serviceLifecycle,
            ],
            swiftSettings: core),
        .testTarget(
            name: "TillEngineTests",
            dependencies: [
                "Till", "TillEngine", "TillModel", "TillProviders", "TillStore", "TillTesting", .crypto, .log,
                .serviceLifecycle,
            ],
            swiftSettings: core),
        .testTarget(
            name: "TillServerTests",
            dependencies: [
                "Till", "TillEngine", "TillModel", "TillProviders", "TillSandbox", "TillServer", "TillStore",
                "TillTesting", .asyncHTTPClient, .coreMetrics, .crypto, .log, .nioCore, .nioHTTP1, .serviceLifecycle,
            ],
            swiftSettings: core),
        .testTarget(
            name: "CommandTests",
            dependencies: ["TillModel", "TillStore", "TillTesting", .asyncHTTPClient, .crypto, .nioCore, .nioHTTP1],
            swiftSettings: core),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "Till", "TillEngine", "TillModel", "TillProviders", "TillStore", "TillTesting", .asyncHTTPClient,
                .crypto, .grdb, .log, .nioCore, .nioHTTP1, .serviceLifecycle,
            ],
            swiftSettings: core),
        .testTarget(
            name: "DocumentationTests", dependencies: ["TillCatalogFile", "TillServer", "TillTesting"],
            swiftSettings: core),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Till", "TillEngine", "TillModel", "TillProviders", "TillStore", "TillTesting", .crypto, .log,
            ],
            swiftSettings: core),
        .testTarget(
            name: "TillSyncTests",
            dependencies: [
                "TillCatalogFile", "TillModel", "TillProviders", "TillSandbox", "TillSync", "TillTesting",
                .asyncHTTPClient, .log, .nioCore, .nioHTTP1, .serviceLifecycle,
            ],
            swiftSettings: core),
        .testTarget(name: "HookTests", dependencies: ["Hooks", "Till", "TillModel"], swiftSettings: core),
    ],
    swiftLanguageModes: [.v6]
)

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let libpq = target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))
    static let log = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
}

// ---------------------------------------------------------------------------------------------------
// Yours. Upstream never edits below this line: add the packages your hooks need, and name their
// products as dependencies of the Hooks target.

package.dependencies += [
    // .package(url: "https://github.com/example/mailer", from: "1.0.0"),
]

hooks.dependencies += [
    // .product(name: "Mailer", package: "mailer"),
]
