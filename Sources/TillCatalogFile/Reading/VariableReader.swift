import TillModel

/// Reads `${NAME}`, which stands for a value of the environment where an id is expected.
enum VariableReader {
    /// Ends of names that are for secrets, which never come into a catalog.
    private static let secretEnds = ["KEY", "SECRET", "TOKEN", "PASSWORD"]

    /// The variable's value; nil when there is none, or when the text is not just one variable.
    static func value(
        _ text: String, at place: SourceSpan, mode: Mode?, _ context: inout ReadingContext
    ) -> String? {
        guard let name = name(text) else {
            context.log.error(
                .badVariable, at: place, "`\(Quoting.clipped(text))` is not a variable",
                help: "write the whole id as one variable of upper-case letters, digits and `_`, as in `${STRIPE_PRO}`")
            return nil
        }
        guard !secretEnds.contains(where: name.hasSuffix) else {
            context.log.error(
                .secretVariable, at: place, "`\(name)` is named like a secret, which a catalog cannot hold",
                help: "ids are not secret: name the variable by what it identifies, such as `${STRIPE_PRO_PRODUCT}`")
            return nil
        }
        guard let variables = context.options.variables,
            mode == nil || mode == context.options.mode || context.options.mode == nil
        else { return nil }
        if let value = variables[name], !value.isEmpty { return value }
        let help = "set it in the environment or in .env"
        if context.options.requiresVariables {
            context.log.error(.variableNotSet, at: place, "`\(name)` is not set", help: help)
        } else {
            context.log.warning(.variableNotSet, at: place, "`\(name)` is not set here", help: help)
        }
        return nil
    }

    private static func name(_ text: String) -> String? {
        guard text.hasPrefix("${"), text.hasSuffix("}"), text.utf8.count > 3 else { return nil }
        let name = text.dropFirst(2).dropLast()
        guard let first = name.utf8.first, !first.isDigit, name.utf8.count <= 100,
            name.utf8.allSatisfy({ $0.isDigit || ($0.isLetter && $0 < 0x61) || $0 == 0x5F })
        else { return nil }
        return String(name)
    }
}
