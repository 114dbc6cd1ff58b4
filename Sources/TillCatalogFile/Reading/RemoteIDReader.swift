import TillModel

/// Reads ids of objects at a provider, which may come from the environment or differ from mode to mode.
enum RemoteIDReader {
    /// What an id is of.
    enum Object {
        case product, price, coupon, account

        /// How Stripe's ids of it begin; nil where a team chooses them.
        var prefix: String? {
            switch self {
            case .product: "prod_"
            case .price: "price_"
            case .account: "acct_"
            case .coupon: nil
            }
        }

        /// What messages call it.
        var words: String {
            switch self {
            case .product: "the id of a Stripe product"
            case .price: "the id of a Stripe price"
            case .account: "the id of a Stripe account"
            case .coupon: "the id of a Stripe coupon"
            }
        }
    }

    /// An id with the place where it is written.
    typealias Placed = (id: String, place: SourceSpan)

    /// The id that is meant in the environment the file is read for; every id that is written is noted.
    static func read(
        _ field: Field, _ object: Object, _ noted: inout [Placed], _ context: inout ReadingContext
    ) -> String? {
        let ids = byMode(field, object, &context)
        for mode in Mode.allCases {
            if let (id, place) = ids[mode], !noted.contains(where: { $0.place == place }) { noted.append((id, place)) }
        }
        guard let mode = context.options.mode else { return (ids[.live] ?? ids[.test] ?? ids[.dev])?.id }
        return ids[mode]?.id
    }

    /// The ids by mode; one that is written alone holds in all of them.
    static func byMode(_ field: Field, _ object: Object, _ context: inout ReadingContext) -> [Mode: Placed] {
        guard context.tree.nodes[field.value].kind == .mapping else {
            guard let id = id(field, object, mode: context.options.mode, &context) else { return [:] }
            return Dictionary(uniqueKeysWithValues: Mode.allCases.map { ($0, (id, context.tree.span(field.value))) })
        }
        guard let fields = context.fields(field, of: Owner("`\(field.name)`"), .perEnvironment) else { return [:] }
        var ids: [Mode: Placed] = [:]
        for (key, mode) in [(KeyName.dev, Mode.dev), (.test, .test), (.live, .live)] {
            guard let field = fields[key], let id = id(field, object, mode: mode, &context) else { continue }
            ids[mode] = (id, context.tree.span(field.value))
        }
        if let live = ids[.live],
            let other = [ids[.test], ids[.dev]].compactMap(\.self).first(where: { $0.id == live.id })
        {
            context.log.error(
                .testIDInLive, at: live.place, "the id for live is also the one for another environment",
                help: "live and test never share an object; copy the id while the dashboard is not in test mode",
                earlier: .init(what: "the other is", span: other.place))
            ids[.live] = nil
        }
        return ids
    }

    private static func id(
        _ field: Field, _ object: Object, mode: Mode?, _ context: inout ReadingContext
    ) -> String? {
        guard let written = context.text(field, example: "\(object.prefix ?? "")123", isID: true) else { return nil }
        let place = context.tree.span(field.value)
        var id = written
        if written.contains("$") {
            guard let value = VariableReader.value(written, at: place, mode: mode, &context) else { return nil }
            id = value
            guard SecretScanner.matches(in: Array(value.utf8)).isEmpty else {
                context.log.error(
                    .secretVariable, at: place, "the value of `\(Quoting.clipped(written))` is a secret key, not an id",
                    help: "set it to \(object.words), and keep the key under a name of its own")
                return nil
            }
        }
        guard isID(id, object) else {
            let isVariable = id != written
            context.log.error(
                .badRemoteID, at: place,
                isVariable
                    ? "the value of `\(Quoting.clipped(written))` is not \(object.words)"
                    : "`\(Quoting.clipped(id))` is not \(object.words)",
                help: object.prefix.map { "it begins with `\($0)`; copy it from Stripe's dashboard" }
                    ?? "it has letters, digits, `_` and `-` only")
            return nil
        }
        if mode == .live, id.contains("_test_") || id.hasPrefix("test_") {
            context.log.error(
                .testIDInLive, at: place, "this id is of a test environment, and the file is read for live",
                help: "write `{ test: …, live: … }` with an id for each")
            return nil
        }
        return id
    }

    private static func isID(_ id: String, _ object: Object) -> Bool {
        let rest = id.utf8.dropFirst(object.prefix?.utf8.count ?? 0)
        return id.hasPrefix(object.prefix ?? "") && (1...200).contains(rest.count)
            && rest.allSatisfy { $0.isDigit || $0.isLetter || $0 == 0x5F || $0 == 0x2D }
    }
}
