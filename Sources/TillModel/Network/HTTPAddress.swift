/// An absolute http or https address that every program reads alike.
package struct HTTPAddress: Sendable, Hashable {
    /// In lower case; one of version 6 without its brackets.
    package let host: String
    /// The address with its host in lower case.
    package let url: String

    /// Reads an address; nil when it could be read two ways, or is none.
    package init?(_ text: String) {
        guard text.utf8.count <= 4_000, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }),
            let scheme = ["https://", "http://"].first(where: text.hasPrefix)
        else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        let name: Substring
        var port: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
            guard name.contains(":"), name.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            name = authority.prefix { $0 != ":" }
            port = authority.dropFirst(name.count)
            guard name.utf8.allSatisfy(Self.isNameByte), !name.hasPrefix("."), !name.contains("..") else { return nil }
        }
        if !port.isEmpty {
            guard port.removeFirst() == ":", port.allSatisfy(\.isNumber), let number = Int(port),
                (1...65_535).contains(number)
            else { return nil }
        }
        guard (1...253).contains(name.utf8.count) else { return nil }
        host = String(name)
        url = scheme + authority + rest.dropFirst(authority.count)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
