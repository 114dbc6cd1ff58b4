import Till

/// Uses an event of Stripe's that Till gives no meaning, and looks at everything that is recorded.
public func setUp(_ till: inout Setup) {
    till.on("stripe:invoice.upcoming", named: "announce-renewal") { event, context in
        struct Upcoming: Decodable {
            struct Contents: Decodable { let object: Invoice }
            struct Invoice: Decodable { let customer_email: String? }
            let data: Contents
        }
        let upcoming = try event.json(as: Upcoming.self)
        context.logger.notice(
            "A renewal is near",
            metadata: [
                "to": "\(upcoming.data.object.customer_email ?? "")",
                "order": "\(event.order?.id.rawValue ?? "")",
            ])
    }

    till.onEvery(named: "audit") { event, context in
        context.logger.info("\(event.kind)", metadata: ["replay": "\(context.isReplay)"])
    }

    // Written to the log by itself as `log-duplicate`; this takes its place.
    till.on(.paymentDuplicate, named: "log-duplicate") { event, context in
        context.logger.critical("Paid twice", metadata: ["payment": "\(event.payment.remoteID)"])
    }
    till.remove("log-dispute")
}
