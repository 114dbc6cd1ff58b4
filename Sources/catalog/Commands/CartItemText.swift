import TillModel

/// An item of a cart as it is typed: `pro/monthly:3`, `tip=7.50`.
enum CartItemText {
    static func parse(_ text: String) throws(CommandFailure) -> Cart.Item {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var quantity: Int64 = 1
        if parts.count > 1 {
            guard parts.count == 2, let number = Int64(parts[1]) else {
                throw CommandFailure(
                    .usage, "'\(text)' has no whole number after the colon; write pro/monthly:3 for three.")
            }
            quantity = number
        }
        let named = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let reference = named.first, !reference.isEmpty else {
            throw CommandFailure(.usage, "'\(text)' names no product; write job_posting, pro/monthly:3 or tip=7.50.")
        }
        let amount = named.count == 2 ? Cart.Item.Amount.decimal(String(named[1])) : nil
        return Cart.Item(String(reference), quantity: quantity, amount: amount)
    }
}
