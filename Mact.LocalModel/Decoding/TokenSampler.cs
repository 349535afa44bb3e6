using System.Numerics.Tensors;

namespace Mact.LocalModel.Decoding;

/// <summary>How tokens are chosen.</summary>
/// <param name="Temperature">0 takes the likeliest; above, scores are divided by it.</param>
/// <param name="TopP">Only the likeliest tokens that together have this share of the probability, above 0 to 1.</param>
/// <param name="TopK">Only so many of the likeliest; 0 = all.</param>
/// <param name="MinP">Only tokens at least this likely relative to the likeliest, 0 to 1.</param>
internal sealed record SamplingParameters(double Temperature = 1, double TopP = 1, int TopK = 0, double MinP = 0);

/// <summary>Chooses tokens by their scores. The same seed and scores give the same tokens on every machine.</summary>
/// <param name="parameters">How.</param>
/// <param name="seed">Where chance begins; null = anywhere.</param>
internal sealed class TokenSampler(SamplingParameters parameters, long? seed)
{
    // Tokens less likely than e^-20 of the likeliest are not drawn: all of a large vocabulary together would make less than one in a thousand.
    private const double Negligible = -20;
    private const double Greedy = 1e-5;

#pragma warning disable CA5394 // Chance that can be repeated, not secrets.
    private readonly Random _random = seed is { } given ? new Random(Mix(given)) : new Random();
#pragma warning restore CA5394

    /// <summary>The next token.</summary>
    public int Next(ReadOnlySpan<float> scores)
    {
        var best = TensorPrimitives.IndexOfMax(scores);
        if (parameters.Temperature < Greedy)
        {
            return best;
        }

        var candidates = Candidates(scores, scores[best]);
        var drawn = _random.NextDouble() * candidates.Sum(static candidate => candidate.Weight);
        foreach (var (token, weight) in candidates)
        {
            drawn -= weight;
            if (drawn < 0)
            {
                return token;
            }
        }

        return candidates[^1].Token;
    }

    /// <summary>The natural logarithm of a token's probability, before any parameter.</summary>
    public static double Logprob(ReadOnlySpan<float> scores, int token)
    {
        double best = TensorPrimitives.Max(scores);
        double sum = 0;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - best);
        }

        return scores[token] - best - Math.Log(sum);
    }

    /// <summary>Spreads seeds that follow each other, which would begin alike otherwise (the last steps of SplitMix64). HashCode differs by
    /// process.</summary>
    private static int Mix(long seed)
    {
        var mixed = unchecked((ulong)seed + 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return unchecked((int)(mixed ^ (mixed >> 31)));
    }

    /// <summary>The tokens that may be drawn, the likeliest first, weighed relative to it.</summary>
    private List<(int Token, double Weight)> Candidates(ReadOnlySpan<float> scores, float best)
    {
        List<(int Token, double Weight)> candidates = [];
        var min = best + (Negligible * parameters.Temperature);
        for (var token = 0; token < scores.Length; token++)
        {
            if (scores[token] >= min)
            {
                candidates.Add((token, Math.Exp((scores[token] - best) / parameters.Temperature)));
            }
        }

        candidates.Sort(static (one, other) => other.Weight.CompareTo(one.Weight) is var order and not 0 ? order : one.Token.CompareTo(other.Token));
        var count = parameters.TopK > 0 ? Math.Min(parameters.TopK, candidates.Count) : candidates.Count;
        var wanted = parameters.TopP * candidates.Take(count).Sum(static candidate => candidate.Weight);
        var kept = 0;
        for (double sum = 0; kept < count && (kept == 0 || (sum < wanted && candidates[kept].Weight >= parameters.MinP)); kept++)
        {
            sum += candidates[kept].Weight;
        }

        return candidates[..kept];
    }
}
