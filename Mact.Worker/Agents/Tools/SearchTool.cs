using System.Diagnostics;
using Mact.Core.Runs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Search;
using Mact.Worker.Agents.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>Asks the encyclopedia, once for each name in a question.</summary>
internal sealed class SearchTool(Run run, ISearchClient client, TimeProvider time)
{
    private readonly Dictionary<string, SearchOutcome> _known = new(StringComparer.OrdinalIgnoreCase);

    public async Task<ToolResult> RunAsync(ActionToCarryOut action, CancellationToken cancellationToken)
    {
        var key = $"{action.KeyPrefix}/search";
        if (run.Log.Find<ToolResult>(key) is { } recorded)
        {
            return recorded;
        }

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
            SearchOutcome.Found found => (found.Text, (string?)null),
            SearchOutcome.NotFound { Similar.Count: > 0 } missing => (null, $"There is no page with that name. Similar: {string.Join("; ", missing.Similar)}"),
            SearchOutcome.NotFound => (null, "There is no page with that name."),
            SearchOutcome.Unavailable unavailable => (null, unavailable.Reason),
            _ => throw new InvalidOperationException($"{outcome.GetType()} is not a known outcome."),
        };
        var record = PassageResult.Of("search", action, text, error) with
        {
            Key = key,
            At = run.Log.Now,
            Attempt = run.Log.Attempt,
            StartedAt = started,
            DurationMs = time.GetElapsedTime(clock).TotalMilliseconds,
        };
        await run.Log.AppendAsync(record, cancellationToken);
        activity?.SetStatus(text is null ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return record;
    }
}
