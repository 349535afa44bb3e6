using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>Programs of one execution that gave the same result, or that failed in the same way.</summary>
/// <param name="Result">What they gave; null for failures.</param>
/// <param name="Status">What became of them.</param>
/// <param name="Error">Why, for failures.</param>
/// <param name="Samples">In order of index.</param>
public sealed record ProgramGroup(ResultGroup? Result, ToolSampleStatus Status, string? Error, IReadOnlyList<ToolSample> Samples)
{
    /// <summary>The distinct programs, the most frequent first.</summary>
    public IReadOnlyList<string> Programs { get; } =
    [
        .. Samples.Where(static sample => sample.Code.Length > 0)
            .GroupBy(static sample => sample.Code, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .Select(static group => group.Key),
    ];

    /// <summary>Results in order of votes, then failures.</summary>
    public static IReadOnlyList<ProgramGroup> Of(ToolResult execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var results = execution.Results.Select((result, index) =>
        {
            var samples = execution.Samples.Where(sample => sample.Group == index).ToList();
            return new ProgramGroup(result, samples.Count > 0 ? samples[0].Status : ToolSampleStatus.Ok, Error: null, samples);
        });
        var failures = execution.Samples
            .Where(static sample => sample.Group is null)
            .GroupBy(static sample => (sample.Status, sample.Error))
            .OrderByDescending(static group => group.Count())
            .Select(static group => new ProgramGroup(Result: null, group.Key.Status, group.Key.Error, [.. group]));
        return [.. results, .. failures];
    }
}
