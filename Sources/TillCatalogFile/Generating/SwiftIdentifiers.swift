/// Names for keys in Swift: `job_posting` is `jobPosting`, the same in every run and whatever else is for sale.
struct SwiftIdentifiers {
    private let names: [String: String]

    /// Names for distinct keys; keys that would share a name are spelled out, all of them.
    ///
    /// None keeps the short name, since another key would take it over when one of them goes: code that meant one
    /// product would compile and mean another.
    init(_ keys: [String]) {
        var sharing: [String: [String]] = [:]
        for key in Set(keys) { sharing[SwiftIdentifiers.lowerCamel(key), default: []].append(key) }
        let isFree = { (name: String, keys: [String]) in keys.count == 1 && !SwiftIdentifiers.taken.contains(name) }
        var names: [String: String] = [:]
        for (name, keys) in sharing where isFree(name, keys) { names[keys[0]] = name }
        var used = Set(names.values).union(SwiftIdentifiers.taken)
        for key in sharing.filter({ !isFree($0.key, $0.value) }).values.joined().sorted() {
            var spelled = key.replacing("-", with: "_dash_")
            if spelled.first?.isNumber != false { spelled = "_" + spelled }
            if SwiftIdentifiers.taken.contains(spelled) { spelled += "_" }
            var number = 2
            var name = spelled
            while !used.insert(name).inserted {
                name = "\(spelled)_\(number)"
                number += 1
            }
            names[key] = name
        }
        self.names = names
    }

    /// The name of a constant, ready for a declaration: with backticks where Swift needs them.
    func constant(_ key: String) -> String {
        let name = bare(key)
        return SwiftIdentifiers.keywords.contains(name) ? "`\(name)`" : name
    }

    /// The name of a type that holds constants.
    func namespace(_ key: String) -> String {
        let name = bare(key)
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private func bare(_ key: String) -> String { names[key] ?? SwiftIdentifiers.lowerCamel(key) }

    /// `job_posting` and `job-posting` as `jobPosting`, `LAUNCH_20` as `launch20`, `3d` as `_3d`.
    static func lowerCamel(_ key: String) -> String {
        let parts = key.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { part in
            part.contains { $0.isLowercase } ? String(part) : part.lowercased()
        }
        var name = ""
        for part in parts {
            name += (name.isEmpty ? part.prefix(1).lowercased() : part.prefix(1).uppercased()) + part.dropFirst()
        }
        guard let first = name.first else { return "_key" }
        return first.isNumber ? "_" + name : name
    }

    /// Names that mean something else after a dot or hide what the file uses.
    ///
    /// As a constant or, with a capital, as a type.
    private static let taken: Set<String> = [
        "self", "init", "type", "protocol", "any", "priceReference",
    ]

    /// Source: The Swift Programming Language, keywords that are reserved where a constant or a type is declared.
    private static let keywords: Set<String> = [
        "actor", "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default",
        "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
        "guard", "if", "import", "in", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
        "private", "public", "repeat", "rethrows", "return", "static", "struct", "subscript", "super",
        "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
