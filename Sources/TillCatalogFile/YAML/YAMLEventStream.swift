internal import CLibYAML

/// The events of a text, one at a time, straight from libyaml.
///
/// The only place that touches libyaml's memory: an event is freed when the next one is asked for, the
/// parser when the stream goes away.
struct YAMLEventStream: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private let isReady: Bool
    private let base: Int

    /// A stream over UTF-8 that must stay in place while the stream lives; its positions begin at `base`.
    init(_ text: UnsafeBufferPointer<UInt8>, base: Int = 0) {
        self.base = base
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        isReady = yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_event_delete(event)
        if isReady { yaml_parser_delete(parser) }
        event.deinitialize(count: 1)
        event.deallocate()
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    /// The next event, which makes the one before invalid.
    mutating func next() throws(YAMLFailure) -> YAMLEvent {
        guard isReady else { throw .outOfMemory }
        yaml_event_delete(event)
        guard yaml_parser_parse(parser, event) == 1 else { throw failure }
        return YAMLEvent(event.pointee, base: base)
    }

    private var failure: YAMLFailure {
        let state = parser.pointee
        guard state.error != YAML_MEMORY_ERROR else { return .outOfMemory }
        return YAMLFailure(
            problem: state.problem.map { String(cString: $0) } ?? "",
            context: state.context.map { String(cString: $0) } ?? "",
            problemAt: state.problem_mark.index, contextAt: state.context_mark.index)
    }
}

/// What libyaml could not make sense of, in its own words.
struct YAMLFailure: Error {
    /// What went wrong.
    let problem: String
    /// What was being read.
    let context: String
    /// The character at which it went wrong.
    let problemAt: Int
    /// The character at which what was being read began.
    let contextAt: Int

    /// There was no memory to go on.
    static let outOfMemory = YAMLFailure(problem: "out of memory", context: "", problemAt: 0, contextAt: 0)
}

/// One thing libyaml saw; what it points at is valid until the next event is asked for.
struct YAMLEvent {
    /// What was seen.
    enum Kind {
        case streamEnd, documentStart, scalar, alias, sequenceStart, mappingStart, collectionEnd, other
    }

    /// How a scalar was written.
    enum Style { case plain, quoted, block }

    let kind: Kind
    let span: SourceSpan
    private(set) var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var style = Style.plain
    private(set) var isFlow = false
    private(set) var anchor: String?
    private(set) var tag: String?

    fileprivate init(_ event: yaml_event_t, base: Int) {
        span = SourceSpan(base + event.start_mark.index, base + event.end_mark.index)
        switch event.type {
        case YAML_STREAM_END_EVENT: kind = .streamEnd
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .collectionEnd
        case YAML_ALIAS_EVENT:
            kind = .alias
            anchor = YAMLEvent.string(event.data.alias.anchor)
        case YAML_SCALAR_EVENT:
            kind = .scalar
            let scalar = event.data.scalar
            text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            switch scalar.style {
            case YAML_PLAIN_SCALAR_STYLE: style = .plain
            case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: style = .quoted
            default: style = .block
            }
            anchor = YAMLEvent.string(scalar.anchor)
            tag = YAMLEvent.string(scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            let sequence = event.data.sequence_start
            isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
            anchor = YAMLEvent.string(sequence.anchor)
            tag = YAMLEvent.string(sequence.tag)
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            let mapping = event.data.mapping_start
            isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
            anchor = YAMLEvent.string(mapping.anchor)
            tag = YAMLEvent.string(mapping.tag)
        default: kind = .other
        }
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }
}
