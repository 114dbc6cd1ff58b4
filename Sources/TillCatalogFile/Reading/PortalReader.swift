import TillModel

/// Reads what customers may do by themselves on the provider's pages.
///
/// Source of the limits: stripe.com/docs/api/customer_portal/configurations.
enum PortalReader {
    private static let maximumHeadline = 60
    private static let maximumProducts = 10

    static func portal(
        _ field: Field, of provider: ProviderName, _ context: inout ReadingContext
    ) -> CustomerPortal? {
        guard let fields = context.fields(field, of: "`portal`", .portal) else { return nil }
        guard provider == .stripe else {
            context.log.error(
                .portalElsewhere, at: context.tree.span(field.key),
                "\(provider) has no portal that can be set up from here",
                help: "remove `portal`: only stripe's can be")
            return nil
        }
        var portal = CustomerPortal()
        portal.headline = fields[.headline].flatMap { headline($0, &context) }
        portal.privacyURL = fields[.privacyUrl].flatMap { WebAddress.read($0, &context) }
        portal.termsURL = fields[.termsUrl].flatMap { WebAddress.read($0, &context) }
        portal.returnURL = fields[.returnUrl].flatMap { WebAddress.read($0, &context) }
        portal.details = fields[.details].map { details($0, &context) } ?? []
        portal.showsInvoices = fields[.invoices].flatMap { context.boolean($0) } ?? true
        portal.changesPaymentMethods = fields[.paymentMethods].flatMap { context.boolean($0) } ?? true
        portal.cancellation = fields[.cancel].flatMap { field in
            context.word(field, CustomerPortal.Cancellation.allCases.map { ($0.rawValue, $0) })
        }
        portal.products = fields[.switchTo].map { products($0, &context) } ?? []
        readChanges(fields, into: &portal, &context)
        return portal
    }

    /// What says how customers change, which has a meaning only where they may.
    private static func readChanges(
        _ fields: Fields, into portal: inout CustomerPortal, _ context: inout ReadingContext
    ) {
        portal.changesQuantity = fields[.changeQuantity].flatMap { context.boolean($0) } ?? false
        portal.takesCodes = fields[.promotionCodes].flatMap { context.boolean($0) } ?? false
        portal.proration =
            fields[.proration].flatMap { field in
                context.word(field, CustomerPortal.Proration.allCases.map { ($0.rawValue, $0) })
            } ?? .nextInvoice
        portal.defersDowngrades =
            fields[.downgrade].flatMap { context.word($0, [("now", false), ("at_period_end", true)]) } ?? false
        let keys: [KeyName] = [.changeQuantity, .promotionCodes, .proration, .downgrade]
        guard !fields.mayHave(.switchTo), let first = fields.first(keys) else { return }
        context.log.error(
            .portalWithoutProducts, at: context.tree.span(first.key),
            "`\(first.name)` says how customers change, but there is nothing that they may change to",
            help: "add `switch_to: [pro]` with your plans, or remove `\(first.name)`")
    }

    private static func headline(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard let text = context.text(field, example: "Your subscription") else { return nil }
        guard text.count <= maximumHeadline else {
            context.log.error(
                .portalLimit, at: context.tree.span(field.value),
                "stripe's headline has \(maximumHeadline) characters at most, not \(text.count)",
                help: "say it shorter")
            return nil
        }
        return text
    }

    private static func details(_ field: Field, _ context: inout ReadingContext) -> Set<CustomerPortal.Detail> {
        var details: Set<CustomerPortal.Detail> = []
        for item in context.items(field, of: "a list of details", example: "[email, address]") ?? [] {
            guard
                let detail = context.word(item, CustomerPortal.Detail.allCases.map { ($0.rawValue, $0) })
            else { continue }
            guard details.insert(detail).inserted else {
                context.reportRepeated(detail.rawValue, at: context.tree.span(item.value))
                continue
            }
        }
        return details
    }

    private static func products(_ field: Field, _ context: inout ReadingContext) -> [String] {
        let names = context.names(field, of: "a list of product keys", example: "[starter, pro]")
        for (name, place) in names {
            context.references.append(Reference(name: name, target: .recurring, place: place, owner: "`portal`"))
        }
        if names.count > maximumProducts {
            context.log.error(
                .portalLimit, at: names[maximumProducts].place,
                "stripe's portal offers \(maximumProducts) products at most, not \(names.count)",
                help: "leave out those that few customers change to")
        }
        return names.map(\.name)
    }
}
