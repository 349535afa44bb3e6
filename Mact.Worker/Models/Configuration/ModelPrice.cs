namespace Mact.Worker.Models.Configuration;

/// <summary>What a model costs, per million tokens, in whatever currency the configuration means.</summary>
public sealed record ModelPrice
{
    /// <summary>Per million prompt tokens.</summary>
    public decimal Input { get; init; }

    /// <summary>Per million prompt tokens from the prefix cache; null = as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Per million completion tokens.</summary>
    public decimal Output { get; init; }

    /// <summary>The price of <paramref name="inputTokens"/> (of which cached) and <paramref name="outputTokens"/>.</summary>
    public decimal Of(long inputTokens, long cachedTokens, long outputTokens)
    {
        var cached = Math.Clamp(cachedTokens, 0, inputTokens);
        return (((inputTokens - cached) * Input) + (cached * (CachedInput ?? Input)) + (outputTokens * Output)) / 1_000_000m;
    }
}
