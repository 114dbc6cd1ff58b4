import Till

/// Keeps a ledger in Till's own database, in which every paid order stands exactly once.
public func setUp(_ till: inout Setup) {
    till.migrate(
        "001-ledger",
        "CREATE TABLE app_ledger (order_id TEXT PRIMARY KEY, minor_units BIGINT NOT NULL, paid_at BIGINT)",
        "CREATE INDEX app_ledger_by_time ON app_ledger (paid_at)")

    till.onTransaction(.orderPaid, named: "ledger") { event, transaction in
        try transaction.execute(
            "INSERT INTO app_ledger VALUES ($1, $2, $3)", event.order.id, event.order.total.minorUnits,
            event.order.paidAt)
    }

    // Slow work first, and then what must happen once, together with the end of the run.
    till.on(.refundCompleted, named: "ledger-refund") { event, context in
        let answer = try await context.http.get("https://books.example/rates/\(event.refund.total.currency)")
        try await context.complete { transaction in
            try transaction.execute(
                "UPDATE app_ledger SET minor_units = minor_units - $1 WHERE order_id = $2",
                event.refund.total.minorUnits, event.order.id)
        }
        context.logger.info("Booked", metadata: ["rate": "\(answer.text)"])
    }
}
