/// What somebody asks to have explained.
package enum ExplainedSubject: Sendable {
    /// A kind of mistake.
    case code(Explanation)
    /// A map of the file.
    case map(MapSchema)
    /// A key, in each map that was meant.
    case keys([(map: MapSchema, key: KeySchema)])
    /// Nothing that is known; the nearest that is.
    case unknown(nearest: String?)

    /// What a text names: `TILL-V012`, `v012`, `12`, `product`, `price.every`, `percent_off`.
    package init(_ text: String) {
        if let code = ExplainedSubject.code(text), let explanation = Explanation.of(code) {
            self = .code(explanation)
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, let map = MapSchema.named(text) {
            self = .map(map)
            return
        }
        let maps = parts.count == 2 ? [MapSchema.named(parts[0])].compactMap(\.self) : MapSchema.documented
        let name = parts.last?.lowercased() ?? ""
        let places = maps.compactMap { map in
            map.keys.first { $0.key.name == name }.map { (map: map, key: $0) }
        }
        guard parts.count <= 2, !places.isEmpty else {
            self = .unknown(nearest: ExplainedSubject.nearest(text, parts, maps))
            return
        }
        self = .keys(places)
    }

    private static func code(_ text: String) -> DiagnosticCode? {
        let upper = text.uppercased()
        let digits =
            upper.hasPrefix("TILL-V") ? upper.dropFirst(6) : upper.hasPrefix("V") ? upper.dropFirst() : upper[...]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit) else { return nil }
        let padded = String(repeating: "0", count: 3 - digits.utf8.count) + digits
        return DiagnosticCode(rawValue: "TILL-V\(padded)")
    }

    private static func nearest(_ text: String, _ parts: [String], _ maps: [MapSchema]) -> String? {
        if parts.count == 2, let map = maps.first {
            return NearestName.of(parts[1], among: map.names).map { "\(map.name).\($0)" }
        }
        let codes = DiagnosticCode.allCases.map(\.rawValue)
        if text.uppercased().hasPrefix("TILL-V") { return NearestName.of(text, among: codes) }
        if let map = NearestName.of(parts[0], among: MapSchema.documented.map(\.name)) {
            return parts.count == 1 ? map : "\(map).\(parts[1])"
        }
        return NearestName.of(text, among: MapSchema.documented.flatMap(\.names))
    }
}
