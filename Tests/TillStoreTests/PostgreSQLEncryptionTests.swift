#if PostgreSQL
    import Testing
    import TillTesting

    @testable import TillStore

    /// A server that speaks TLS, with a certificate of an authority of the test's own.
    @Suite(
        .timeLimit(.minutes(15)),
        .enabled(if: DatabaseKind.hasPostgreSQL, "TILL_TEST_POSTGRES is not set"),
        .enabled(if: Certificates.areAvailable, "there is no openssl to make certificates with"))
    struct PostgreSQLEncryptionTests {
        /// Has the server itself write a file in its folder, so that the file is its own.
        private static func write(
            _ lines: [String], with command: String, on store: PostgreSQLStore
        ) async throws {
            let values = lines.map { "('\($0)')" }.joined(separator: ", ")
            try await store.write { connection in
                _ = try connection.execute("COPY (VALUES \(values)) TO PROGRAM '\(command)'")
            }
        }

        /// Lends a server that speaks TLS once it was started again, and a way to write its address.
        private static func withServer(
            _ body: (PostgreSQLCluster, Certificates, _ address: (_ host: String, _ query: String) -> String)
                async throws -> Void
        ) async throws {
            try await Certificates.with { certificates in
                try await PostgreSQLCluster.with { cluster in
                    let store = try await PostgreSQLStore.open(PostgreSQLStoreTests.options(cluster.address))
                    try await write(
                        try certificates.lines(of: "server.key"), with: "umask 077 && cat >server.key", on: store)
                    try await write(try certificates.lines(of: "server.pem"), with: "cat >server.crt", on: store)
                    try await write(["ssl = on"], with: "cat >>postgresql.conf", on: store)
                    await store.close()
                    try await body(cluster, certificates) { host, query in
                        cluster.address.replacing("@127.0.0.1:", with: "@\(host):")
                            + "?hostaddr=127.0.0.1&sslmode=verify-full&\(query)"
                    }
                }
            }
        }

        private static func refusal(_ url: String) async throws -> String {
            let error = await #expect(throws: StoreError.self) {
                let store = try await PostgreSQLStore.open(PostgreSQLStoreTests.options(url, requiresTLS: true))
                await store.close()
            }
            let words = try #require(error).description
            let password = try #require(url.firstMatch(of: /till:([0-9a-f]+)@/)).1
            #expect(!words.contains(password))
            return words
        }

        @Test
        func `with verify-full a server is spoken to only when its certificate is for it, and of one's authority`()
            async throws
        {
            try await Self.withServer { cluster, certificates, address in
                let right = address(Certificates.host, "sslrootcert=\(certificates.authority)")
                #expect(try await Self.refusal(right).contains("does not support SSL"))
                try await cluster.stop()
                try await cluster.start()
                let store = try await PostgreSQLStore.open(PostgreSQLStoreTests.options(right, requiresTLS: true))
                for group in [WriteGroup.ingest, .work] {
                    let isEncrypted = try await store.write(group) { connection in
                        try connection.first("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")?.bool("ssl")
                    }
                    #expect(isEncrypted == true)
                }
                await store.close()
                let strange = address(Certificates.host, "sslrootcert=\(certificates.stranger)")
                #expect(try await Self.refusal(strange).contains("certificate verify failed"))
                let renamed = address("other.till.test", "sslrootcert=\(certificates.authority)")
                #expect(try await Self.refusal(renamed).contains("does not match host name"))
            }
        }
    }
#endif
