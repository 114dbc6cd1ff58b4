import Synchronization
import Testing

@testable import TillEngine

/// Those who come at the same time are served together, and nobody suffers for another.
@Suite(.timeLimit(.minutes(5))) struct GatheringTests {
    struct Bad: Error {}
    struct Everybodys: Error {}

    /// Serves when it is let, and remembers with whom.
    private final class Server: Sendable {
        private let gate = AsyncStream<Void>.makeStream()
        private let state = Mutex<[[Int]]>([])

        var rounds: [[Int]] { state.withLock { $0 } }

        func open() { gate.continuation.finish() }

        func serve(_ items: [Int]) async throws -> [Int] {
            state.withLock { $0.append(items) }
            for await _ in gate.stream {}
            if items.contains(13) { throw Bad() }
            if items.contains(99) { throw Everybodys() }
            return items.map { $0 * 10 }
        }
    }

    /// Hands one in, then others while it is being served.
    private func outcomes(
        _ items: [Int], _ gathering: Gathering<Int, Int>, _ server: Server
    ) async -> [Int: Result<Int, any Error>] {
        await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            func hand(_ item: Int) {
                group.addTask {
                    do {
                        let outcome = try await gathering.hand(
                            item, isShared: { $0 is Everybodys }, serve: server.serve)
                        return (item, .success(outcome))
                    } catch {
                        return (item, .failure(error))
                    }
                }
            }
            hand(0)
            while server.rounds.isEmpty { await Task.yield() }
            for item in items { hand(item) }
            while gathering.waiting < items.count { await Task.yield() }
            server.open()
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private static func gathering(most: Int = 100, bytes: Int = 1_000_000) -> Gathering<Int, Int> {
        Gathering(places: 1, most: most, bytes: bytes) { $0 }
    }

    @Test func `who comes while another is served is served in the next round, with everybody of that time`()
        async throws
    {
        let (gathering, server) = (Self.gathering(), Server())
        let outcomes = await outcomes([1, 2, 3, 4, 5], gathering, server)
        for item in 0...5 { #expect(try outcomes[item]?.get() == item * 10) }
        #expect(server.rounds.map { Set($0) } == [[0], [1, 2, 3, 4, 5]])
        #expect(gathering.waiting == 0)
    }

    @Test func `a round has no more than is written well, and one that is too large has a round of its own`() async {
        let (gathering, server) = (Self.gathering(most: 3, bytes: 100), Server())
        let outcomes = await outcomes([50, 200, 60, 1, 2, 3], gathering, server)
        #expect(outcomes.count == 7)
        for round in server.rounds.dropFirst() {
            #expect(round.count <= 3)
            #expect(round.count == 1 || round.reduce(0, +) <= 100)
        }
    }

    @Test func `one that fails fails alone`() async throws {
        let (gathering, server) = (Self.gathering(), Server())
        let outcomes = await outcomes([1, 13, 2], gathering, server)
        for item in [0, 1, 2] { #expect(try outcomes[item]?.get() == item * 10) }
        #expect(throws: Bad.self) { try outcomes[13]?.get() }
    }

    @Test func `what is everybody's trouble is told to everybody, and the next are served`() async throws {
        let (gathering, server) = (Self.gathering(), Server())
        let outcomes = await outcomes([1, 99], gathering, server)
        for item in [1, 99] { #expect(throws: Everybodys.self) { try outcomes[item]?.get() } }
        let next = try await gathering.hand(7, isShared: { _ in true }, serve: server.serve)
        #expect(next == 70)
    }
}
