/// Mistakes of values, whatever they mean.
extension Explanation {
    static let values = [
        Explanation(
            .duplicateKey,
            "The same key stands twice in one map. Other readers silently take the last one; here nothing is taken, since "
                + "one of the two is not what buyers would pay.",
            wrong: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    price: 12.00 USD
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    price: 12.00 USD
                """),
        Explanation(
            .unknownKey,
            "The key means nothing at this place. It is misspelled, indented too far or not far enough, or belongs to "
                + "another part of the file. Keys of your own go under `metadata`, or begin with `x-` at the top of the "
                + "file.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, upsels: [team] }
                  team: { name: Team, price: 19.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, upsells: [team] }
                  team: { name: Team, price: 19.00 USD }
                """),
        Explanation(
            .wrongKind,
            "There is a text where a list or map belongs, or the other way round. A list of one is still a list: write "
                + "it in brackets, or as a line that begins with `- `.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: search }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [search] }
                """),
        Explanation(
            .missingKey, "Something that cannot be left out is not there, such as a product's name.",
            wrong: """
                products:
                  pro: { price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .emptyValue,
            "A key has nothing behind it. Leave the key out for what should not be said, or write what is meant.",
            wrong: """
                products:
                  pro:
                    name: Pro
                    description:
                    price: 9.00 USD
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    description: For professionals
                    price: 9.00 USD
                """),
        Explanation(
            .keyNotText,
            "Before a `:` stands a list, a map or nothing. This often comes from `{{ … }}` of a template that was not "
                + "filled in.",
            wrong: """
                products:
                  pro: { name: {{ name }}, price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .tag,
            "A word that begins with `!` tells other readers to turn a value into something else. Here the key says what "
                + "kind of value is meant, and no value can call a program. Put text that begins with `!` in quotes.",
            wrong: """
                products:
                  pro: { name: !important Pro, price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: "!important Pro", price: 9.00 USD }
                """),
        Explanation(
            .unknownAlias,
            "`*name` repeats what was marked with `&name` further up, and no such mark is there. Text that begins with "
                + "`*` needs quotes.",
            wrong: """
                products:
                  pro: { name: *best, price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: "*best", price: 9.00 USD }
                """),
        Explanation(
            .recursiveAlias, "An alias stands inside the very thing it repeats, which would never end.",
            wrong: """
                products: &all
                  pro: { name: Pro, price: 9.00 USD, metadata: *all }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, metadata: { board: main } }
                """),
        Explanation(
            .tooDeep,
            "Lists and maps are nested more than 64 deep, where a catalog needs about six levels. A bracket is probably "
                + "repeated, or the file is not a catalog."),
        Explanation(
            .tooManyValues,
            "The file holds more values than any catalog does, perhaps through aliases that repeat aliases. Reading ends "
                + "there, so that no file can use up the memory of a server."),
        Explanation(
            .textTooLong,
            "One text is longer than a mebibyte. A closing quote is probably missing; long texts belong on a page of "
                + "their own, to which `url` leads."),
        Explanation(
            .badMerge,
            "`<<` takes over the entries of another map, which is named by an alias. What stands behind it is not a map.",
            wrong: """
                products:
                  pro: { <<: basic, name: Pro, price: 9.00 USD }
                """,
            right: """
                x-basic: &basic { badge: Popular }
                products:
                  pro: { <<: *basic, name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .secret,
            "A provider's secret key is in the file. Everybody who can read the file could take money with it, so replace "
                + "the key at the provider if the file was shared. Secrets stand in the environment or in `.env`. What is "
                + "shown of it is masked.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, metadata: { key: sk_test_abcd1234 } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, metadata: { board: main } }
                """),
        Explanation(
            .notABoolean,
            "Only `true` and `false`, without quotes, are truth values. `yes`, `no`, `on` and `off` mean different "
                + "things to different readers.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, visible: no }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, visible: false }
                """),
        Explanation(
            .notAWholeNumber,
            "A number of things is written in plain digits: no quotes, no point, nothing between the digits, and no zero "
                + "first.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: "5" }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: 5 }
                """),
        Explanation(
            .numberOutOfRange,
            "The number is smaller or larger than makes sense here, or than providers take. The message says what is "
                + "possible.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: 0 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: 1 }
                """),
        Explanation(
            .unknownWord,
            "Here only certain words have a meaning, and this is none of them. The message lists them.",
            wrong: """
                defaults: { tax: included }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                defaults: { tax: inclusive }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
    ]
}
