import HTTPTypes
import Logging
import Mustache

/// The hosted payment page: shows a session and takes the buyer's decision as a plain form.
struct CheckoutPage: Sendable {
    private static let decliningCard = "4000000000000002"

    let ledger: StripeLedger
    let logger: Logger
    private let template: MustacheTemplate

    init(ledger: StripeLedger, logger: Logger) throws {
        self.ledger = ledger
        self.logger = logger
        template = try MustacheTemplate(string: CheckoutTemplate.text)
    }

    /// The answer to a request for `/c/pay/{id}`.
    func answer(_ request: SandboxRequest) async -> SandboxAnswer {
        let id = request.segments.last.map(String.init) ?? ""
        do {
            return request.method == .post ? try await decide(id, request) : try await show(id, request)
        } catch let error as StripeError where error.status == .notFound {
            return page(
                CheckoutView(title: "Nothing to pay here", notice: "The sandbox knows no such payment page."), .notFound
            )
        } catch let error as StripeError {
            return page(CheckoutView(title: "That did not work", notice: error.message), .badRequest)
        } catch {
            logger.error("Sandbox page failed", metadata: ["session.id": "\(id)", "error": "\(error)"])
            return page(
                CheckoutView(title: "The sandbox failed", notice: "Its log says why."), .internalServerError)
        }
    }

    private func page(_ view: CheckoutView, _ status: HTTPResponse.Status = .ok) -> SandboxAnswer {
        .page(template.render(view), status: status)
    }

    private func show(
        _ id: String, _ request: SandboxRequest, alert: String? = nil, email: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> SandboxAnswer {
        let view = try await ledger.write(request) { account in
            let session = try StripeCheckoutSessions.current(account.find(StripeCheckoutSessions.kind, id), account)
            let customer = try account.find("customer", at: session.json["customer"])
            return CheckoutView(
                session: session, knownEmail: customer?.json["email"].string ?? session.json["customer_email"].string,
                typedEmail: email, alert: alert)
        }
        return page(view, status)
    }

    private func decide(_ id: String, _ request: SandboxRequest) async throws -> SandboxAnswer {
        guard let body = request.body, let form = try? StripeForm.parse(body), case .fields(let fields) = form else {
            return try await show(id, request, alert: "The form could not be read. Try again.", status: .badRequest)
        }
        func text(_ name: String) -> String? {
            guard case .text(let text)? = fields[name], !text.isEmpty else { return nil }
            return text
        }
        guard var outcome = text("outcome").flatMap(StripeCheckoutCompletion.Outcome.init) else {
            return try await show(id, request, alert: "Press one of the buttons.", status: .badRequest)
        }
        let email = text("email")
        if let email, !StripeCustomers.isEmail(email) {
            return try await show(
                id, request, alert: "'\(email)' is not an e-mail address.", email: email, status: .badRequest)
        }
        if outcome == .pay, text("card")?.filter(\.isNumber) == Self.decliningCard { outcome = .decline }
        let session = try await ledger.write(request) { [outcome] account in
            try StripeCheckoutCompletion(account: account).perform(outcome, email: email, on: id)
        }
        switch session.json["status"].string {
        case "complete"? where outcome != .decline:
            // Also for the second of two clicks: the buyer has paid and wants to go on.
            return .seeOther(CheckoutView.substitute(session.json["success_url"].string ?? "/", id))
        case "open"?:
            return try await show(
                id, request, alert: "Your card was declined. Try another one.", email: email, status: .init(code: 402))
        default: return try await show(id, request)
        }
    }
}
