import Crypto

/// Signs as Stripe does.
enum StripeSigner {
    static func header(_ body: String, secret: String, at seconds: Int) -> String {
        header(Array(body.utf8), secret: secret, at: seconds)
    }

    static func header(_ body: [UInt8], secret: String, at seconds: Int) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        let digits = Array("0123456789abcdef")
        return "t=\(seconds),v1=" + String(code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
