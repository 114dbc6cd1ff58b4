import TillModel

/// Writes what customers may do by themselves on the provider's pages; what holds when left out is left out.
enum PortalWriter {
    static func portal(_ portal: CustomerPortal) -> WrittenValue {
        var entries: CatalogWriter.Entries = []
        let texts = [
            ("headline", portal.headline), ("privacy_url", portal.privacyURL), ("terms_url", portal.termsURL),
            ("return_url", portal.returnURL),
        ]
        for (key, text) in texts { if let text { entries.append((key, .text(text))) } }
        if !portal.details.isEmpty { entries.append(("details", .words(portal.details.map(\.rawValue).sorted()))) }
        if !portal.showsInvoices { entries.append(("invoices", .word("false"))) }
        if !portal.changesPaymentMethods { entries.append(("payment_methods", .word("false"))) }
        if let cancellation = portal.cancellation { entries.append(("cancel", .word(cancellation.rawValue))) }
        if !portal.products.isEmpty { entries.append(("switch_to", .texts(portal.products))) }
        if portal.changesQuantity { entries.append(("change_quantity", .word("true"))) }
        if portal.takesCodes { entries.append(("promotion_codes", .word("true"))) }
        if portal.proration != .nextInvoice { entries.append(("proration", .word(portal.proration.rawValue))) }
        if portal.defersDowngrades { entries.append(("downgrade", .word("at_period_end"))) }
        return .short(entries)
    }
}
