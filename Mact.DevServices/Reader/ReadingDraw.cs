namespace Mact.DevServices.Reader;

/// <summary>Draws a reading by seed.</summary>
internal static class ReadingDraw
{
    /// <summary>How fast a reading becomes rarer with its cost: one that costs so much more is drawn e times less.</summary>
    private const double Temperature = 0.12;

    /// <summary>The reading of a seed; null where there is none. Depends on nothing else.</summary>
    public static RankedReading? Draw(IReadOnlyList<RankedReading> readings, long seed)
    {
        if (readings.Count <= 1)
        {
            return readings.Count == 0 ? null : readings[0];
        }

        var weights = readings.Select(reading => Math.Exp(-(reading.Cost - readings[0].Cost) / Temperature)).ToList();
        var at = Uniform(seed) * weights.Sum();
        for (var i = 0; i < weights.Count; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return readings[i];
            }
        }

        return readings[0];
    }

    // SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated numbers, on every platform the same.
    private static double Uniform(long seed)
    {
        var z = unchecked((ulong)seed + 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
