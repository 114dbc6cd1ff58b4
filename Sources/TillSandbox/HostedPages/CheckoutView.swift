/// What the payment page shows of a session.
struct CheckoutView: Sendable {
    /// One bought thing.
    struct Line: Sendable {
        let name: String
        let detail: String
        let amount: String
    }

    /// What is bought, and what it costs now.
    struct Order: Sendable {
        let lines: [Line]
        let total: String
    }

    /// What the buyer can do.
    struct Form: Sendable {
        let email: String
        let emailIsFixed: Bool
        let action: String
        let canDecline: Bool
    }

    /// A way off the page.
    struct Link: Sendable {
        let url: String
        let text: String
    }

    var title: String
    var alert: String?
    var notice: String?
    var order: Order?
    var form: Form?
    var away: Link?

    /// A page with nothing but a sentence.
    init(title: String, notice: String) {
        self.title = title
        self.notice = notice
    }

    /// The page of a session: a form while it is open, and a sentence after.
    init(session: Document, knownEmail: String?, typedEmail: String?, alert: String?) {
        let json = session.json
        let currency = StripeCurrency(json["currency"].string ?? "")
        func formatted(_ amount: JSONValue) -> String { currency?.formatted(amount.int ?? 0) ?? "" }
        switch json["status"].string {
        case "open"?:
            let amount = json["amount_total"].int ?? 0
            let isSubscription = json["mode"] == "subscription"
            title = isSubscription ? "Subscribe" : "Pay"
            self.alert = alert
            order = Order(
                lines: (session.hidden["line_items"].array ?? []).map { line in
                    Line(
                        name: line["description"].string ?? "", detail: Self.detail(line, formatted),
                        amount: formatted(line["amount_total"]))
                }, total: formatted(json["amount_total"]))
            form = Form(
                email: knownEmail ?? typedEmail ?? "", emailIsFixed: knownEmail != nil,
                action: amount > 0
                    ? "Pay \(formatted(json["amount_total"]))"
                    : isSubscription ? "Start the trial" : "Complete the order",
                canDecline: amount > 0)
            away = json["cancel_url"].string.map { Link(url: $0, text: "Cancel and go back to the shop") }
        case "complete"?:
            title = "Already done"
            notice =
                json["payment_status"] == "unpaid"
                ? "This order is complete, and its payment is still on its way."
                : "This order has already been paid. Nothing was charged again."
            away = json["success_url"].string.map {
                Link(url: CheckoutView.substitute($0, session.id), text: "Go back to the shop")
            }
        default:
            title = "Too late"
            notice = "This payment page has expired. Nothing was charged."
            away = json["cancel_url"].string.map { Link(url: $0, text: "Go back to the shop") }
        }
    }

    /// The address to return to, with the session's identifier in its place.
    static func substitute(_ url: String, _ id: String) -> String {
        url.replacing("{CHECKOUT_SESSION_ID}", with: id)
    }

    private static func detail(_ line: JSONValue, _ formatted: (JSONValue) -> String) -> String {
        let each = "\(line["quantity"].int ?? 1) × \(formatted(line["price"]["unit_amount"]))"
        guard let period = StripePeriod(line["price"]["recurring"]) else { return each }
        return each + (period.count == 1 ? " every \(period.interval)" : " every \(period.count) \(period.interval)s")
    }
}
