namespace Mact.Core.Runs;

/// <summary>What requests to a model used, as the endpoint reported it.</summary>
/// <param name="Requests">HTTP requests that gave completions.</param>
/// <param name="InputTokens">Prompt tokens, counted once per request whatever n.</param>
/// <param name="OutputTokens">Completion tokens over all choices, thinking included.</param>
/// <param name="CachedTokens">The share of the input that came from the prefix cache, where reported.</param>
public sealed record TokenUsage(int Requests, long InputTokens, long OutputTokens, long CachedTokens)
{
    /// <summary>Nothing used.</summary>
    public static TokenUsage None { get; } = new(0, 0, 0, 0);

    /// <summary>The share of the output that was thinking, where reported.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Some of it was counted here, from the texts, since an endpoint reported none or too few: to be shown as "about".</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Both together.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Requests + right.Requests,
            left.InputTokens + right.InputTokens,
            left.OutputTokens + right.OutputTokens,
            left.CachedTokens + right.CachedTokens)
        {
            ReasoningTokens = left.ReasoningTokens + right.ReasoningTokens,
            IsEstimate = left.IsEstimate || right.IsEstimate,
        };
    }
}
