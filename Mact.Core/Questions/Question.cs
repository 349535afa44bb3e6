namespace Mact.Core.Questions;

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
