using Mact.Core.Runs;
using Mact.Worker.Agents.Search;

namespace Mact.Worker.Agents.Replay;

/// <summary>Gives back what an earlier question found in the encyclopedia, which is not asked again.</summary>
/// <param name="records">The earlier question's journal.</param>
/// <param name="enabled">Whether this worker searches: what a run without any search had, too.</param>
internal sealed class ReplayingSearchClient(IReadOnlyList<RunRecord> records, bool enabled) : ISearchClient
{
    private readonly Dictionary<string, ToolResult> _found = records.OfType<ToolResult>()
        .Where(static result => result is { Tool: "search", Samples.Count: > 0 })
        .GroupBy(static result => result.Samples[0].Code, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Enabled => enabled || _found.Count > 0;

    /// <inheritdoc/>
    public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<SearchOutcome>(_found.GetValueOrDefault(name) switch
        {
            { Results: [{ Rows: [[{ } text, ..], ..] }, ..] } => new SearchOutcome.Found(text),
            { Samples: [{ Error: { } error }, ..] } => new SearchOutcome.Unavailable(error),
            _ => new SearchOutcome.Unavailable("This is a replay, and the earlier question has not searched for that name."),
        });
    }
}
