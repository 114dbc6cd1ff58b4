import Crypto

/// Signs as Stripe does.
enum StripeSigner {
    static func header(_ body: String, secret: String, at seconds: Int64) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
        code.update(data: Array("\(seconds).\(body)".utf8))
        let digits = Array("0123456789abcdef")
        return "t=\(seconds),v1=" + String(code.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
