namespace Mact.Api.Questions;

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
