import Testing
import TillModel

@Suite struct IPAddressTests {
    static func v4(_ text: String) -> [UInt8] { text.split(separator: ".").compactMap { UInt8($0) } }

    /// Sixteen bytes from the groups before and after `::`.
    static func v6(_ text: String) -> [UInt8] {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { half in
            half.split(separator: ":").flatMap { group -> [UInt8] in
                let number = UInt16(group, radix: 16) ?? 0
                return [UInt8(number >> 8), UInt8(number & 255)]
            }
        }
        let tail = halves.count > 1 ? halves[1] : []
        return halves[0] + [UInt8](repeating: 0, count: 16 - halves[0].count - tail.count) + tail
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255",
    ])
    func `an address of a closed network of version 4 is not public`(_ text: String) throws {
        #expect(!(try #require(IPAddress(bytes: Self.v4(text)))).isPublic)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    ])
    func `its neighbours are`(_ text: String) throws {
        #expect((try #require(IPAddress(bytes: Self.v4(text)))).isPublic)
    }

    @Test(arguments: [
        "::", "::1", "::ffff:a00:1", "::ffff:808:808", "::808:808", "64:ff9b::808:808", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:1ff::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1",
        "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
    func `an address of version 6 that is closed, or carries another, is not public`(_ text: String) throws {
        #expect(!(try #require(IPAddress(bytes: Self.v6(text)))).isPublic)
    }

    @Test(arguments: [
        "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700::1", "3ffe::1",
    ])
    func `an address of version 6 that is given out is public`(_ text: String) throws {
        #expect((try #require(IPAddress(bytes: Self.v6(text)))).isPublic)
    }

    @Test func `this machine is known in every spelling`() throws {
        for bytes in [Self.v4("127.0.0.1"), Self.v4("127.9.9.9"), Self.v6("::1"), Self.v6("::ffff:7f00:1")] {
            #expect((try #require(IPAddress(bytes: bytes))).isLoopback)
        }
        for bytes in [Self.v4("128.0.0.1"), Self.v6("::"), Self.v6("::2"), Self.v6("::ffff:a00:1")] {
            #expect(!(try #require(IPAddress(bytes: bytes))).isLoopback)
        }
    }

    @Test func `other numbers of bytes are no address`() {
        #expect(IPAddress(bytes: []) == nil)
        #expect(IPAddress(bytes: [1, 2, 3, 4, 5]) == nil)
    }

    @Test(arguments: [
        ("https://A.Example/x?Y=Z#q", "a.example", "https://a.example/x?Y=Z#q"),
        ("http://a.example:8080", "a.example", "http://a.example:8080"),
        ("https://[2606:4700::1]:443/", "2606:4700::1", "https://[2606:4700::1]:443/"),
        ("https://10.0.0.1/", "10.0.0.1", "https://10.0.0.1/"),
        ("https://a.example?x", "a.example", "https://a.example?x"),
    ])
    func `an address is read with its host`(_ text: String, host: String, url: String) throws {
        let address = try #require(HTTPAddress(text))
        #expect(address.host == host)
        #expect(address.url == url)
    }

    @Test(arguments: [
        "", "ftp://a.example", "HTTPS://a.example", "https://", "https:///x", "https://user@a.example/",
        "https://a@b@c/",
        "https://a.example\\@b.example/", "https://a.example:/", "https://a.example:0/", "https://a.example:65536/",
        "https://a.example:8x/", "https://a b/", "https://a.example/\u{0}", "https://ä.example/", "https://a%2eb/",
        "https://[::1", "https://[fe80::1%25eth0]/", "https://[x]/", "https://.a/", "https://a..b/", "//a.example",
        "file:///etc/passwd", "https://a.example:99999999999999999999/",
    ])
    func `what could be read two ways is no address`(_ text: String) {
        #expect(HTTPAddress(text) == nil)
    }
}
