using System.Diagnostics;
using Mact.Core.Voting;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Search;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>Finds the paragraphs of the text that share most words with what is looked for.</summary>
internal sealed class LookupTool(Run run, TimeProvider time)
{
    private const int Paragraphs = 3;
    private const int MaxLength = 1_500;

    public Task<ToolResult> RunAsync(ActionToCarryOut action, CancellationToken cancellationToken) =>
        run.Log.OnceAsync($"{action.KeyPrefix}/lookup", () => Task.FromResult(LookUp(action)), cancellationToken);

    private ToolResult LookUp(ActionToCarryOut action)
    {
        using var activity = AgentTelemetry.StartTool("lookup", action.Step);
        var found = Find(action.Argument);
        activity?.SetStatus(found is null ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return PassageResult.Of(
            "lookup", action, found, found is null ? (Sentence)"No paragraph of the text speaks of it." : null) with
        { StartedAt = time.GetUtcNow() };
    }

    private string? Find(string argument)
    {
        var words = QuestionWords.Of(argument);
        var best = run.Question.Context
            .Select((text, index) => (text, index, score: words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Where(paragraph => paragraph.score > 0)
            .OrderByDescending(paragraph => paragraph.score)
            .ThenBy(paragraph => paragraph.index)
            .Take(Paragraphs)
            .OrderBy(paragraph => paragraph.index)
            .Select(paragraph => paragraph.text.Length <= MaxLength ? paragraph.text : string.Concat(paragraph.text.AsSpan(0, MaxLength - 1), "…"))
            .ToList();
        return best.Count == 0 ? null : string.Join('\n', best);
    }
}

/// <summary>Asks the encyclopedia, once for each name in a question.</summary>
internal sealed class SearchTool(Run run, ISearchClient client, TimeProvider time)
{
    private readonly Dictionary<string, SearchOutcome> _known = new(StringComparer.OrdinalIgnoreCase);

    public Task<ToolResult> RunAsync(ActionToCarryOut action, CancellationToken cancellationToken) =>
        run.Log.OnceAsync($"{action.KeyPrefix}/search", () => SearchAsync(action, cancellationToken), cancellationToken);

    private async Task<ToolResult> SearchAsync(ActionToCarryOut action, CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartTool("search", action.Step);
        var started = time.GetUtcNow();
        var clock = time.GetTimestamp();
        if (!_known.TryGetValue(action.Argument, out var outcome))
        {
            outcome = await client.FindAsync(action.Argument, cancellationToken);
            _known.Add(action.Argument, outcome);
        }

        var (text, error) = outcome switch
        {
            SearchOutcome.Found found => (found.Text, (Sentence?)null),
            SearchOutcome.NotFound { Similar.Count: > 0 } missing =>
                (null, $"There is no page with that name. Similar: {string.Join("; ", missing.Similar)}"),
            SearchOutcome.NotFound => (null, "There is no page with that name."),
            SearchOutcome.Unavailable unavailable => (null, unavailable.Reason),
            _ => throw new InvalidOperationException($"{outcome.GetType()} is not a known outcome."),
        };
        activity?.SetStatus(text is null ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return PassageResult.Of(
            "search", action, text, error) with
        { StartedAt = started, DurationMs = time.GetElapsedTime(clock).TotalMilliseconds };
    }
}

/// <summary>A passage of text as a result.</summary>
internal static class PassageResult
{
    /// <summary>The record, yet without its times.</summary>
    public static ToolResult Of(string tool, ActionToCarryOut action, string? text, Sentence? error) => new(
        action.Step,
        tool,
        1,
        [new(0, action.Argument, text is null ? ToolSampleStatus.Error : ToolSampleStatus.Ok, text is null ? null : 0, error?.ToString(), 0)
        {
            Sentence = error?.WithValues(),
        }],
        text is null ? [] : [new(CanonicalForm.OfText(text).Hash, ["text"], [[text]], 1, [0])])
    {
        StartedAt = default,
        DurationMs = 0,
    };
}
