using Mact.Api.Http;
using Mact.Core.Questions;

namespace Mact.Api.Questions;

/// <summary>Questions out of the store.</summary>
internal static class QuestionReader
{
    private const int MaxIdLength = 64;

    /// <summary>A question as it was asked.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public static async Task<Question> RequireAsync(IQuestionStore store, string id, CancellationToken cancellationToken) =>
        (IsId(id) ? await store.FindAsync(id, cancellationToken) : null) ?? throw new RequestRefusedException(KnownProblems.QuestionNotFound(id));

    /// <summary>A question as it stands, with its links, or null.</summary>
    public static async Task<QuestionView?> FindViewAsync(IQuestionStore store, string id, CancellationToken cancellationToken)
    {
        if (!IsId(id) || await store.FindAsync(id, cancellationToken) is not { } question)
        {
            return null;
        }

        var records = await store.ReadRecordsAsync(id, 0, cancellationToken);
        return QuestionProjection.Project(question, records) with { Links = QuestionLinks.Of(id) };
    }

    /// <summary>Whether a text can be the id of a question at all.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= MaxIdLength } && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

/// <summary>Where a question's parts are.</summary>
internal static class QuestionLinks
{
    public static string Self(string id) => $"/questions/{id}";

    /// <summary>self, records, events, cancel, export, evidence.</summary>
    public static IReadOnlyDictionary<string, string> Of(string id) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["self"] = Self(id),
        ["records"] = $"{Self(id)}/records",
        ["events"] = $"{Self(id)}/events",
        ["cancel"] = $"{Self(id)}/cancel",
        ["export"] = $"{Self(id)}/export",
        ["evidence"] = $"{Self(id)}/evidence",
    };
}
