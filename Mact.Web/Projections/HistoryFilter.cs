using System.Text.Json;

namespace Mact.Web.Projections;

/// <summary>What is shown of the history.</summary>
/// <param name="Text">Must stand in the question or in the answer; empty = all.</param>
/// <param name="Status">Null = all.</param>
/// <param name="LowOnly">Only answers with at most half of the samples behind them, or with nothing executed.</param>
/// <param name="Model">The exact name of the model; empty = all.</param>
/// <param name="Days">Asked within so many days; null = ever.</param>
public sealed record HistoryFilter(string Text, QuestionStatus? Status, bool LowOnly, string Model, int? Days)
{
    /// <summary>Everything.</summary>
    public static HistoryFilter None { get; } = new(string.Empty, Status: null, LowOnly: false, Model: string.Empty, Days: null);

    /// <summary>As it stands in an address; empty where nothing is left out.</summary>
    public string Query()
    {
        List<string> parts = [];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        Add("q", Text);
        Add("outcome", Status is { } status ? JsonNamingPolicy.CamelCase.ConvertName(status.ToString()) : null);
        Add("model", Model);
        Add("days", Days?.ToString());
        Add("agreement", LowOnly ? "low" : null);
        return parts.Count == 0 ? string.Empty : "?" + string.Join('&', parts);
    }

    /// <summary>From the parts of an address; what is unknown leaves nothing out.</summary>
    public static HistoryFilter Of(string? text, string? outcome, string? model, int? days, string? agreement) => new(
        text ?? string.Empty,
        Enum.TryParse<QuestionStatus>(outcome, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
        agreement == "low",
        model ?? string.Empty,
        days is > 0 ? days : null);

    /// <summary>Something is left out.</summary>
    public bool IsActive => this != None;

    /// <summary>Whether a question that the Api found is shown; text and status are the Api's business.</summary>
    public bool Shows(QuestionSummary question)
    {
        return !LowOnly || question.Agreement is { Executed: false } or { Share: <= 0.5 };
    }
}
