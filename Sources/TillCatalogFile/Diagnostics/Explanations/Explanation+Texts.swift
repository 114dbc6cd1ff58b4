/// Mistakes of a file as a whole.
extension Explanation {
    static let texts = [
        Explanation(
            .fileNotReadable,
            "The file is not there, is a folder, or this user may not read it. Check the path and the folder you are in; "
                + "the message says what the system answered."),
        Explanation(
            .fileTooLarge,
            "A catalog of ten thousand products has about 6 MiB, so a file above 64 MiB is probably another file. "
                + "Nothing of it is read."),
        Explanation(
            .notUTF8,
            "Text must be saved in the encoding UTF-8, or letters such as ü and € would be read as something else. "
                + "In your editor, choose to save with the encoding UTF-8."),
        Explanation(
            .controlCharacter,
            "A character that cannot be seen is in a text. Databases, terminals and pages cannot show it, and it is "
                + "usually pasted by accident.",
            wrong: #"""
                products:
                  pro: { name: "Pro\u0007", price: 9.00 USD }
                """#,
            right: """
                products:
                  pro: { name: "Pro", price: 9.00 USD }
                """),
        Explanation(
            .syntax,
            "The file is not YAML from this place on, so what follows cannot be understood. The place is where it "
                + "stops making sense; the cause is often on the line above. Text that contains `: ` or begins with a "
                + "sign such as `@` needs quotes.",
            wrong: """
                products:
                  pro:
                    name: Pro: the best
                    price: 9.00 USD
                """,
            right: """
                products:
                  pro:
                    name: "Pro: the best"
                    price: 9.00 USD
                """),
        Explanation(
            .tab,
            "YAML does not allow tabs at the beginning of a line, because editors show them with different widths. "
                + "Indent with two spaces for each level.",
            wrong: "products:\n\tpro: { name: Pro, price: 9.00 USD }",
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .emptyFile, "There is nothing in the file, or only comments. A catalog has a version and products.",
            wrong: "# products will come here",
            right: """
                version: 1
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, isWhole: true),
        Explanation(
            .severalDocuments,
            "A line of `---` begins a second document. A catalog is one; of two, it would not be clear which one counts.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                ---
                products:
                  team: { name: Team, price: 19.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                  team: { name: Team, price: 19.00 USD }
                """),
        Explanation(
            .mergeConflict,
            "Two people changed the same lines, and Git left both versions in the file. Keep the right one and remove "
                + "the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
            wrong: """
                products:
                <<<<<<< HEAD
                  pro: { name: Pro, price: 9.00 USD }
                =======
                  pro: { name: Pro, price: 12.00 USD }
                >>>>>>> prices
                """,
            right: """
                products:
                  pro: { name: Pro, price: 12.00 USD }
                """),
        Explanation(
            .tooManyProblems,
            "More is wrong with the file than is worth reading at once. Mend what is shown and check again; many of the "
                + "others often go with it.", severity: nil),
        Explanation(
            .unclosedQuote,
            "A text begins with a quote that is not closed, so everything below would belong to the text. An apostrophe "
                + "at the beginning of a text is such a quote too.",
            wrong: """
                products:
                  pro:
                    name: 'Pro
                    price: 9.00 USD
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                """),
        Explanation(
            .unclosedBracket,
            "A `[` or `{` is not closed, or something between brackets is not separated with a comma. A comma inside a "
                + "text needs quotes there.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
    ]
}
