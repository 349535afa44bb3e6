namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>A trace in the list.</summary>
/// <param name="Id">The trace id.</param>
/// <param name="Name">Of the first span.</param>
/// <param name="Services">That took part, in order of their first span.</param>
/// <param name="Start">UTC.</param>
/// <param name="DurationMs">From the first start to the last end.</param>
/// <param name="Spans">Kept.</param>
/// <param name="Errors">Spans with status Error.</param>
/// <param name="ModelCalls">Chat spans.</param>
/// <param name="InputTokens">Over all chat spans.</param>
/// <param name="OutputTokens">Over all chat spans.</param>
/// <param name="QuestionId">Null where the trace is not that of a question.</param>
internal sealed record TraceSummary(
    string Id,
    string Name,
    IReadOnlyList<string> Services,
    DateTimeOffset Start,
    double DurationMs,
    int Spans,
    int Errors,
    int ModelCalls,
    long InputTokens,
    long OutputTokens,
    string? QuestionId);
