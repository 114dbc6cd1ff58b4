import Till

/// Tells another service of every paid job, once.
public func setUp(_ till: inout Setup) {
    till.on(.orderPaid, named: "publish-job", types: ["job_posting"], concurrency: 4, timeout: .seconds(20)) {
        event, context in
        do {
            for item in event.order.items where item.product.type == "job_posting" {
                try await context.http.post("https://jobs.example/api/postings", json: item.product.metadata)
            }
        } catch let error as HookHTTPError where error.response?.status == 429 {
            throw HookOutcome.retry(after: .seconds(60), "the job board is busy")
        } catch let error as HookHTTPError where error.response?.status == 400 {
            throw HookOutcome.giveUp("the job board does not take it: \(error.response?.text ?? "")")
        }
    }
}
