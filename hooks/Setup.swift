import Till

/// Yours.
///
/// Upstream never changes this file.
public func setUp(_ till: inout Setup) {
    till.on(.orderPaid, named: "publish-job") { event, context in
        for item in event.order.items where item.product.type == "job_posting" {
            context.logger.notice(
                "Publishing \(item.quantity) job posting(s)", metadata: ["order": "\(event.order.id)"])
        }
    }
}
