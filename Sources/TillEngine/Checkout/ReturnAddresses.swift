import TillModel

/// Where buyers may be sent afterwards: to our own pages, or to an origin that the team listed.
package struct ReturnAddresses: Sendable {
    /// Scheme, host and port of our own pages, without a slash at the end.
    package let ownOrigin: String
    /// Other origins that a caller may name.
    private let allowedOrigins: Set<String>

    package init(ownOrigin: String, allowedOrigins: [String] = []) {
        self.ownOrigin = ownOrigin
        self.allowedOrigins = Set(allowedOrigins + [ownOrigin])
    }

    package func pages(
        for request: CheckoutRequest, order: Order.ID, signature: String
    ) throws(CheckoutError) -> ReturnPages {
        ReturnPages(
            success: try allowed(request.successURL, field: "successUrl")
                ?? "\(ownOrigin)/orders/\(order)?key=\(signature)",
            cancel: try allowed(request.cancelURL, field: "cancelUrl") ?? "\(ownOrigin)/")
    }

    private func allowed(_ url: String?, field: String) throws(CheckoutError) -> String? {
        guard let url else { return nil }
        guard url.utf8.count <= 2_000, let origin = Self.origin(of: url), allowedOrigins.contains(origin) else {
            throw CheckoutError(
                .returnURLRefused,
                "Return addresses must be on \(ownOrigin) or an origin listed in TILL_RETURN_ORIGINS.",
                field: field)
        }
        return url
    }

    /// Scheme, host and port of an absolute http or https address; nil for anything that could be read two ways.
    package static func origin(of url: String) -> String? {
        let scheme: String
        if url.hasPrefix("https://") {
            scheme = "https://"
        } else if url.hasPrefix("http://") {
            scheme = "http://"
        } else {
            return nil
        }
        // A backslash, a control character or a user name makes browsers and servers disagree on the host.
        guard url.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let standard = scheme == "https://" ? ":443" : ":80"
        let host = authority.hasSuffix(standard) ? authority.dropLast(standard.count) : authority
        return scheme + host.lowercased()
    }
}
