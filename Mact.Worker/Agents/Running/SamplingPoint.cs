using Mact.Core.Runs;
using Mact.Worker.Agents.Prompting;

namespace Mact.Worker.Agents.Running;

/// <summary>One call to a model as the loop asks for it.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Step">From 1.</param>
/// <param name="N">Samples.</param>
/// <param name="Seed">Of sample 0.</param>
/// <param name="MaxTokens">Of one completion.</param>
/// <param name="Prompt">The prompt with tables cut to a share of their normal size, 1 or less.</param>
internal sealed record SamplingPoint(string Key, CallPurpose Purpose, int Step, int N, long Seed, int MaxTokens, Func<double, Prompt> Prompt)
{
    /// <summary>Samples drawn for the same point before, where they are drawn little by little.</summary>
    public int Drawn { get; init; }

    /// <summary>Ask for log-probabilities.</summary>
    public bool Logprobs { get; init; }
}
