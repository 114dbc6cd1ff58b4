import HTTPTypes
import TillModel

/// The code that a customer types to redeem a discount.
enum PaddleDiscountCode {
    static let shape = PaddleShape.matching("Does not match pattern '^[a-zA-Z0-9]{1,32}$'") { text in
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                PaddleCodes.isSmallLetterOrDigit($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
    }

    /// The discount with a code, when it needs one, that no other active discount has.
    static func settled(_ discount: JSONValue, _ account: PaddleAccount) throws -> JSONValue {
        var discount = discount
        if discount["code"].isNull, discount["enabled_for_checkout"] == true {
            discount["code"] = .string(String(account.identifiers.token().suffix(10)).uppercased())
        }
        guard let code = discount["code"].string, discount["status"] == "active" else { return discount }
        let others = try account.transaction.all(
            PaddleEntity.discount.kind,
            [
                .equals("status", "active"), .amongIgnoringCase("code", [code]),
                .isNot(id: discount["id"].string ?? ""),
            ])
        if let other = others.first {
            throw PaddleError(
                status: .conflict, section: "discounts", code: "discount_code_conflict",
                detail: "Discount code conflicts with Discount ID \(other.id)")
        }
        return discount
    }
}
