using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Engine;

/// <summary>Makes the engine that the settings ask for.</summary>
internal static class EngineFactory
{
    // Without a profile the cache is as large as that of an 8B model on one large device.
    private const int DefaultCacheTokens = 377_024;

    /// <summary>An engine with the speed and the cache of the profile.</summary>
    /// <exception cref="ArgumentException">The profile is unknown.</exception>
    public static IEngine Create(LatencyOptions options, EngineMetrics metrics, TimeProvider time)
    {
        if (string.IsNullOrEmpty(options.Profile))
        {
            return new ImmediateEngine(new PrefixCache(DefaultCacheTokens), metrics);
        }

        return LatencyProfiles.Find(options.Profile) is { } profile
            ? new TimedEngine(new EngineSimulation(profile, metrics), options.TimeScale, time)
            : throw new ArgumentException($"Unknown latency profile '{options.Profile}'. Known: {string.Join(", ", LatencyProfiles.Names)}.", nameof(options));
    }
}
