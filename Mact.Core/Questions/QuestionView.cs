using Mact.Core.Runs;

namespace Mact.Core.Questions;

/// <summary>A question as the Api shows it: a projection of its records.</summary>
public sealed record QuestionView(
    string Id,
    string Question,
    QuestionStatus Status,
    IReadOnlyList<string> Answer,
    Agreement? Agreement,
    AnsweredBy? By,
    QuestionError? Error,
    TokenUsage Usage,
    double ElapsedMs,
    int Attempt,
    string? Model)
{
    /// <summary>The tables it is asked of.</summary>
    public required IReadOnlyList<TableRef> Tables { get; init; }

    /// <summary>Paragraphs or captions that belong to the tables.</summary>
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary>How it was asked to be answered.</summary>
    public required QuestionOptions Options { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>UTC; null until it is terminal.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>In words: why it is waiting, why it halted, what is going on.</summary>
    public string? Message { get; init; }

    /// <summary>Questions that a worker takes before it; null where it waits for none.</summary>
    public long? Ahead { get; init; }

    /// <summary>The vote among plans that chose to finish.</summary>
    public Agreement? FinishVote { get; init; }

    /// <summary>The winning program behind the answer.</summary>
    public string? Sql { get; init; }

    /// <summary>Cost of all calls; null where no price is configured.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Steps carried out so far.</summary>
    public int Steps { get; init; }

    /// <summary>Trace id of the whole run, for an external backend.</summary>
    public string? TraceId { get; init; }

    /// <summary>self, records, events, cancel.</summary>
    public IReadOnlyDictionary<string, string>? Links { get; init; }
}
