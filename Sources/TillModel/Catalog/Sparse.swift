/// A value that is mostly as it is by default, and takes no room of its own then.
///
/// A catalog of a hundred thousand products has as many values with dozens of fields, most of which say nothing.
/// Kept apart, they cost one word, and copying what they belong to counts one reference instead of dozens.
struct Sparse<Value: SparseValue>: Sendable, Hashable {
    /// Nothing, or the value: an array is the language's own box with copy on write.
    private var kept: [Value] = []

    /// A value, kept only when it is not as by default.
    init(_ value: Value = Value()) { self.value = value }

    /// Whether it is as by default.
    var isDefault: Bool { kept.isEmpty }

    /// The value.
    var value: Value {
        get { kept.first ?? Value() }
        set {
            if newValue == Value() {
                kept = []
            } else if kept.isEmpty {
                kept = [newValue]
            } else {
                kept[0] = newValue
            }
        }
    }
}

/// A value that says nothing unless something was set.
package protocol SparseValue: Sendable, Hashable {
    init()
}
