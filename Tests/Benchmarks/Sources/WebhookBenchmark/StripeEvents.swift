import Crypto
import Foundation
import NIOCore

/// Makes signed requests as Stripe sends them, each of an event of its own.
///
/// The body is a recorded one in which only what tells events apart is another. Like Stripe's, an event's id begins
/// with letters that grow with time (`evt_1N…`, then the account's, then random ones): a database that keeps events by
/// their ids appends to its index, and random ids would measure another one.
struct StripeEvents {
    /// What one event is about.
    struct Subject {
        let session: String
        let payment: String
        /// Our own pairs on the provider's object; empty for a checkout that is not ours.
        let metadata: [(name: String, value: String)]
        let minorUnits: Int64
    }

    static let secret = "whsec_of_the_benchmark"

    private let parts: [[UInt8]]
    private let path: String
    private let key = SymmetricKey(data: Array(secret.utf8))
    private let subject: (Int) -> Subject
    private var count = 0
    /// Tells this run's events from those of every run before it.
    private let run: UInt64

    /// - `template`: A recorded body.
    /// - `subject`: What the event of each number is about.
    init(template: String, path: String = "/api/webhooks/stripe", run: UInt64, subject: @escaping (Int) -> Subject) {
        var text = template
        for (found, slot) in [
            ("evt_1SaMpLe000007AbCdEfGh", "\u{1}id\u{1}"),
            ("\"created\": 1790000000", "\"created\": \u{1}created\u{1}"),
            ("cs_test_a1SaMpLeSaMpLe0001", "\u{1}session\u{1}"), ("pi_3SaMpLe0001", "\u{1}payment\u{1}"),
            ("\"amount_subtotal\": 2599", "\"amount_subtotal\": \u{1}amount\u{1}"),
            ("\"amount_total\": 2599", "\"amount_total\": \u{1}amount\u{1}"),
            ("\"order_id\": \"A1001\"", "\"order_id\": \"A1001\"\u{1}metadata\u{1}"),
        ] {
            precondition(text.contains(found), "the recorded body has no \(found)")
            text = text.replacingOccurrences(of: found, with: slot)
        }
        parts = text.split(separator: "\u{1}", omittingEmptySubsequences: false).map { Array($0.utf8) }
        self.path = path
        self.run = run
        self.subject = subject
    }

    /// About checkouts that are not ours: stored, and then found to be none of our business.
    static func unrelated(template: String, run: UInt64) -> StripeEvents {
        StripeEvents(template: template, run: run) { number in
            Subject(
                session: "cs_test_b1" + letters(run, 8) + letters(UInt64(number), 8),
                payment: "pi_3" + letters(run, 6) + letters(UInt64(number), 8), metadata: [], minorUnits: 9_900)
        }
    }

    /// The next request, whole: head and body.
    mutating func next(at now: Int, into allocator: ByteBufferAllocator) -> ByteBuffer {
        let subject = subject(count)
        let body = body(subject, at: now)
        count += 1
        var hash = HMAC<SHA256>(key: key)
        hash.update(data: Array("\(now).".utf8))
        hash.update(data: body)
        var buffer = allocator.buffer(capacity: body.count + 512)
        buffer.writeString(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n"
                + "Accept: */*; q=0.5, application/xml\r\nCache-Control: no-cache\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nContent-Length: \(body.count)\r\nStripe-Signature: t=\(now),v1="
        )
        buffer.writeBytes(Self.hexadecimal(hash.finalize()))
        buffer.writeString("\r\n\r\n")
        buffer.writeBytes(body)
        return buffer
    }

    private func body(_ subject: Subject, at now: Int) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(4_096)
        for (index, part) in parts.enumerated() {
            guard !index.isMultiple(of: 2) else {
                body += part
                continue
            }
            switch part.first {
            case UInt8(ascii: "i"):
                let random = (run &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
                body += "evt_1N\(Self.letters(run &+ UInt64(count), 8))2eZvKYlo2C\(Self.letters(random, 8))".utf8
            case UInt8(ascii: "c"): body += "\(now)".utf8
            case UInt8(ascii: "s"): body += subject.session.utf8
            case UInt8(ascii: "p"): body += subject.payment.utf8
            case UInt8(ascii: "a"): body += "\(subject.minorUnits)".utf8
            default: for pair in subject.metadata { body += ",\n    \"\(pair.name)\": \"\(pair.value)\"".utf8 }
            }
        }
        return body
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The last digits of a number, in letters that sort as the numbers do.
    static func letters(_ number: UInt64, _ count: Int) -> String {
        var rest = number
        var letters = [UInt8](repeating: 0, count: count)
        for index in (0..<count).reversed() {
            letters[index] = alphabet[Int(rest % 62)]
            rest /= 62
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func hexadecimal(_ code: HMAC<SHA256>.MAC) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
