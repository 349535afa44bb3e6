namespace Mact.Client.Questions;

/// <summary>An accepted question: everything that a worker needs, except the rows of its tables.</summary>
/// <param name="Id">Sortable by time of submission; unguessable.</param>
/// <param name="Text">What was asked.</param>
/// <param name="Tables">At least one.</param>
/// <param name="Context">Paragraphs or a caption that belong to the tables; may be empty.</param>
/// <param name="Options">How to answer.</param>
/// <param name="SubmittedAt">UTC, the Api's clock.</param>
/// <param name="Client">Whom the per-client limit counts; an opaque key.</param>
public sealed record Question(
    string Id,
    string Text,
    IReadOnlyList<TableRef> Tables,
    IReadOnlyList<string> Context,
    QuestionOptions Options,
    DateTimeOffset SubmittedAt,
    string Client)
{
    /// <summary>W3C traceparent of the submitting request; the worker's spans continue it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C tracestate of the submitting request.</summary>
    public string? TraceState { get; init; }
}


/// <summary>Where a question stands. The last five are terminal.</summary>
public enum QuestionStatus
{
    /// <summary>Accepted, not yet claimed (or handed back and to be claimed again).</summary>
    Queued,

    /// <summary>A worker is on it.</summary>
    Running,

    /// <summary>A worker would be on it but for the model endpoint, or a retry is due later.</summary>
    Waiting,

    /// <summary>There is an answer.</summary>
    Answered,

    /// <summary>The leading answer's agreement is below the threshold that was asked for.</summary>
    NotEnoughAgreement,

    /// <summary>A limit ended it without an answer, or it was not understood.</summary>
    Halted,

    /// <summary>It could not be answered for a reason outside the question.</summary>
    Failed,

    /// <summary>A person cancelled it.</summary>
    Cancelled,
}

/// <summary>The body of <c>POST /questions</c>. The Api reads it by hand, in order to name everything that is wrong with it at once.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Tables">At least one.</param>
/// <param name="Context">Paragraphs or captions that belong to the tables; null where there are none. One text is taken as a list of one.</param>
/// <param name="Options">How to answer; null = as the Api is set up.</param>
public sealed record QuestionRequest(
    string Question, IReadOnlyList<RequestTable> Tables, IReadOnlyList<string>? Context = null, QuestionOptions? Options = null);

/// <summary>The body of <c>202 Accepted</c>.</summary>
/// <param name="Id">The id of the question.</param>
/// <param name="Status">queued, or where it stands already when an idempotency key brought it back.</param>
/// <param name="Links">self, records, events, cancel, export.</param>
/// <param name="Tables">The tables that came with the request, with the repairs made.</param>
public sealed record AcceptedQuestion(string Id, QuestionStatus Status, IReadOnlyDictionary<string, string> Links, IReadOnlyList<TableInfo> Tables);

/// <summary>The body where something was asked of a question; what comes of it arrives with its events.</summary>
public sealed record QuestionRef(string Id, IReadOnlyDictionary<string, string> Links);
