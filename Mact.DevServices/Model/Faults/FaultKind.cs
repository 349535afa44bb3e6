namespace Mact.DevServices.Model.Faults;

/// <summary>What goes wrong. In headers and configuration the names are written with hyphens: <c>choices-null</c>.</summary>
public enum FaultKind
{
    // Whole replies in place of the real one.

    /// <summary>200 with vLLM's flat error object for an unknown model.</summary>
    FlatError,

    /// <summary>200 with <c>{"error":{…}}</c>.</summary>
    ErrorObject,

    /// <summary>200 with <c>{"error":"…"}</c>.</summary>
    ErrorText,

    /// <summary>200 and <c>"choices":null</c>.</summary>
    ChoicesNull,

    /// <summary>200 and <c>"choices":[]</c>.</summary>
    ChoicesEmpty,

    /// <summary>200 without <c>choices</c>.</summary>
    ChoicesMissing,

    /// <summary>200 with no body.</summary>
    EmptyBody,

    /// <summary>200 with a JSON array.</summary>
    ArrayBody,

    /// <summary>200, JSON by its content type, but no JSON.</summary>
    NotJson,

    /// <summary>200 with a page of HTML, as captive portals send.</summary>
    Html,

    /// <summary>502 with a proxy's page of HTML.</summary>
    HtmlBadGateway,

    /// <summary>200 with a serverless job that waits.</summary>
    InQueue,

    /// <summary>200 with a serverless job that runs.</summary>
    InProgress,

    /// <summary>A status, and after a comma the seconds of <c>Retry-After</c>: <c>status=429,2</c>.</summary>
    Status,

    /// <summary>400 of the Rust front end, which refuses n above 1; its codes are texts.</summary>
    RejectsN,

    /// <summary>400 of a server that does not know a field: <c>unknown-argument=top_k</c>.</summary>
    UnknownArgument,

    /// <summary>400: the context window is exceeded.</summary>
    ContextExceeded,

    /// <summary>404: the model is not served.</summary>
    ModelNotFound,

    /// <summary>401 with the error as a text.</summary>
    Unauthorized,

    /// <summary>500 with vLLM's words for a dead engine; then the server goes away, for the given seconds or for good.</summary>
    EngineDeath,

    // Changes of the real reply. The argument is the index of one choice; without one all are changed.

    /// <summary>Only so many choices, by default one too few.</summary>
    ChoicesFewer,

    /// <summary>Choices in the opposite order.</summary>
    ChoicesReversed,

    /// <summary>Null content.</summary>
    ContentNull,

    /// <summary>Finish reason <c>length</c>, and half the text.</summary>
    FinishLength,

    /// <summary>Finish reason <c>abort</c>.</summary>
    FinishAbort,

    /// <summary>Finish reason <c>repetition</c>.</summary>
    FinishRepetition,

    /// <summary>Finish reason <c>error</c>.</summary>
    FinishError,

    /// <summary>Finish reason null.</summary>
    FinishNull,

    /// <summary>A thought in tags before the text.</summary>
    ThinkTag,

    /// <summary>A thought that is cut before its end tag.</summary>
    ThinkUnclosed,

    /// <summary>The reasoning in a field of its own.</summary>
    Reasoning,

    /// <summary>The same in the field's old name.</summary>
    ReasoningContent,

    /// <summary>No usage.</summary>
    UsageMissing,

    // Troubles on the way. They apply to the real reply.

    /// <summary>The wrong content type, by default <c>text/plain</c>.</summary>
    ContentType,

    /// <summary>Half the body, as if it were all.</summary>
    Truncated,

    /// <summary>Half the body, then a connection reset.</summary>
    ResetMidBody,

    /// <summary>A connection reset before any byte.</summary>
    Reset,

    /// <summary>One byte every so many milliseconds (default 100).</summary>
    Drip,

    /// <summary>Nothing for so many seconds (default 60), then the reply.</summary>
    SlowHeaders,

    /// <summary>A body of so many bytes (default 1 GB), sent as long as the client reads.</summary>
    HugeBody,

    // Troubles of a streamed reply, after so many events (default 4).

    /// <summary>An error chunk, then the end mark.</summary>
    StreamError,

    /// <summary>The connection is closed.</summary>
    StreamCut,

    /// <summary>An ordinary end, but without the end mark.</summary>
    StreamNoDone,
}
