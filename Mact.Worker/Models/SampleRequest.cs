using Mact.Core.Runs;

namespace Mact.Worker.Models;

/// <summary>One sampling point.</summary>
/// <param name="Purpose">What it is for; Plan, Judge and Direct go to the connection planner, Code and Repair to coder.</param>
/// <param name="Messages">The prompt.</param>
/// <param name="N">Samples wanted, at least 1.</param>
/// <param name="Temperature">0.01 to 2; 0 only with <paramref name="N"/> = 1.</param>
/// <param name="TopP">Above 0, up to 1.</param>
/// <param name="Seed">Seed of sample 0; sample i is drawn with this plus i, a top-up with the seeds after those.</param>
/// <param name="MaxTokens">Upper bound of one sample's length in tokens; lowered where the context is too small for it.</param>
public sealed record SampleRequest(
    CallPurpose Purpose,
    IReadOnlyList<ChatMessage> Messages,
    int N,
    double Temperature,
    double TopP,
    long Seed,
    int MaxTokens)
{
    /// <summary>Texts that end a sample; they are cut off it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Ask for token log-probabilities (<see cref="Completion.MeanLogprob"/>).</summary>
    public bool Logprobs { get; init; }

    /// <summary>A model other than the connection's own; null = the connection's.</summary>
    public string? Model { get; init; }

    /// <summary>Samples drawn by one request at most; 0 = as many as the endpoint takes. The seeds are those that the samples would have had in one.</summary>
    public int SamplesPerRequest { get; init; }

    /// <summary>Where it stands in its run: how a replay finds what was recorded; null outside of a run.</summary>
    public SamplingPlace? Place { get; init; }

    /// <summary>The question's id, for fairness between questions; null = taken from the current activity's baggage where it is there.</summary>
    public string? Question { get; init; }
}
