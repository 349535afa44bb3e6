using System.Text.Json;
using Mact.Api.Http;
using Mact.Core.Questions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Questions;

/// <summary><c>GET /questions</c>.</summary>
internal static class HistoryHandler
{
    private const int DefaultLimit = 50;
    private const int BatchSize = 200;

    /// <summary>Filters page by page, and gives back what it has, with the place to go on from, once it has looked at enough.</summary>
    public static async Task<Ok<QuestionPage>> ListAsync(
        IQuestionStore store,
        IOptions<RequestLimits> limits,
        CancellationToken cancellationToken,
        string? before = null,
        int limit = DefaultLimit,
        string? search = null,
        string? status = null,
        string? model = null,
        DateTimeOffset? since = null)
    {
        Paging.Require("limit", limit, 1, limits.Value.MaxPageSize);
        if (before is not null && !QuestionReader.IsId(before))
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidParameter,
                "'before' is not the id of a question",
                "Give the 'next' of the page before, or leave it out for the newest."));
        }

        var filter = new HistoryFilter(Blank(search), ReadStatuses(status), Blank(model), since);
        List<QuestionSummary> found = [];
        for (var looked = 0; looked < limits.Value.MaxSearched;)
        {
            var size = filter.IsEmpty ? limit - found.Count : BatchSize;
            var batch = await store.ListAsync(before, size, cancellationToken);
            foreach (var question in batch)
            {
                if (filter.IsPast(question))
                {
                    // Newest first: what follows is older still.
                    return TypedResults.Ok(new QuestionPage(found, Next: null));
                }

                before = question.Id;
                if (!filter.Matches(question))
                {
                    continue;
                }

                found.Add(question);
                if (found.Count == limit)
                {
                    return TypedResults.Ok(new QuestionPage(found, before));
                }
            }

            if (batch.Count < size)
            {
                return TypedResults.Ok(new QuestionPage(found, Next: null));
            }

            looked += batch.Count;
        }

        return TypedResults.Ok(new QuestionPage(found, before));
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static HashSet<QuestionStatus>? ReadStatuses(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var byName = Enum.GetValues<QuestionStatus>().ToDictionary(
            static status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()), StringComparer.Ordinal);
        HashSet<QuestionStatus> wanted = [];
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            wanted.Add(byName.TryGetValue(name, out var status)
                ? status
                : throw new RequestRefusedException(ProblemResult.BadRequest(
                    ProblemCodes.InvalidParameter,
                    "There is no such status",
                    $"'{KnownProblems.Shorten(name)}' is none of {string.Join(", ", byName.Keys)}.")));
        }

        return wanted;
    }
}

/// <summary>Which questions of the history are wanted; null members want all.</summary>
/// <param name="Search">Stands in the question, in its answer or in the name of one of its tables, in any case.</param>
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
        && (Search is null || Contains(question.Text) || question.Answer.Any(Contains)
            || question.Tables.Any(table => Contains(table.Name)));

    private bool Contains(string text) => text.Contains(Search!, StringComparison.OrdinalIgnoreCase);
}
