import Till

/// Runs after every paid order, and again until it succeeds.
public func setUp(_ till: inout Setup) {
    till.on(.orderPaid, named: "publish-job") { event, context in
        context.logger.notice("Publish the job", metadata: ["order": "\(event.order.id)"])
    }
}
