namespace Mact.Core.Runs;

/// <summary>One of the n samples of a request.</summary>
/// <param name="Index">0 to n-1.</param>
/// <param name="Seed">The seed that this sample was drawn with; null where none was sent.</param>
/// <param name="Text">The text with any thinking stripped; may be empty.</param>
/// <param name="FinishReason">As the server said it; null where it said none.</param>
/// <param name="Status">Whether it can be used.</param>
public sealed record Completion(int Index, long? Seed, string Text, string? FinishReason, CompletionStatus Status)
{
    /// <summary>What the model thought, where the server or a think block shows it.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Mean token log-probability over the sample; null where not asked or not given.</summary>
    public double? MeanLogprob { get; init; }

    /// <summary>The same up to the first "Observation": what the logp strategy compares.</summary>
    public double? HeadLogprob { get; init; }
}
