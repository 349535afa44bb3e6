using Mact.Core.Questions;

namespace Mact.Api.Questions;

/// <summary>Which questions of the history are wanted; null members want all.</summary>
/// <param name="Search">Stands in the question or in its answer, in any case.</param>
/// <param name="Statuses">One of these.</param>
/// <param name="Model">The exact name.</param>
/// <param name="Since">Asked then or later.</param>
internal sealed record HistoryFilter(string? Search, IReadOnlySet<QuestionStatus>? Statuses, string? Model, DateTimeOffset? Since)
{
    /// <summary>Everything is wanted.</summary>
    public bool IsEmpty => this is { Search: null, Statuses: null, Model: null, Since: null };

    /// <summary>Neither it nor any older question can match.</summary>
    public bool IsPast(QuestionSummary question) => question.SubmittedAt < Since;

    public bool Matches(QuestionSummary question) =>
        (Statuses?.Contains(question.Status) ?? true)
        && (Model is null || string.Equals(question.Model, Model, StringComparison.Ordinal))
        && (Search is null || Contains(question.Text) || question.Answer.Any(Contains));

    private bool Contains(string text) => text.Contains(Search!, StringComparison.OrdinalIgnoreCase);
}
