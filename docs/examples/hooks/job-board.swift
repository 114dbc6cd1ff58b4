import Till

/// What a job board does when something is bought, refused or ended.
public func setUp(_ till: inout Setup) {
    till.on(.orderPaid, named: "publish-job") { event, context in
        // A subscription's next period is an order too; a job is published once.
        guard event.order.kind == .purchase else { return }
        for item in event.order.items where item.product.type == "job_posting" {
            guard let title = event.order.metadata["title"] else {
                throw HookOutcome.giveUp("the order has no title")
            }
            let lasts = item.product.duration.map { "\($0)" } ?? "no end"
            context.logger.notice("Publishing", metadata: ["title": "\(title)", "lasts": "\(lasts)"])
        }
    }

    till.on(.paymentFailed, named: "tell-buyer") { event, context in
        guard let email = event.order.customer.email else { return }
        context.logger.notice("Refused", metadata: ["to": "\(email)", "reason": "\(event.reason ?? "")"])
    }

    till.on(.paymentMismatch, named: "alarm") { event, context in
        context.logger.critical("Money does not fit", metadata: ["reason": "\(event.reason ?? "")"])
    }

    till.on(.subscriptionCanceled, named: "close-account") { event, context in
        context.logger.notice("Closing", metadata: ["customer": "\(event.order.customer.id ?? "")"])
    }
}
