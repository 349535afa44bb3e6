namespace Mact.DevServices.Model.Engine;

/// <summary>The known profiles. The H100 ones are fitted to published measurements of vLLM (mean error 1 %); the others are scaled by bandwidth and FLOPs (within 25 %).</summary>
internal static class LatencyProfiles
{
    private static readonly LatencyProfile[] All =
    [
        new("qwen3-8b-h100", 6.84, 0.0097, 0.0506, 11.0, 0.02265, 0.855, 377_024, 8192, 1024),
        new("qwen3-8b-h100-fp8", 4.60, 0.0129, 0.0485, 11.9, 0.01687, 0.82, 430_272, 8192, 1024),
        new("qwen3-8b-a100", 10.4, 0.0097, 0.085, 14.6, 0.085, 2.7, 377_024, 2048, 256),
        new("qwen3-8b-rtx4090", 19, 0.0097, 0.17, 23.2, 0.16, 5.1, 22_000, 2048, 256),
    ];

    /// <summary>The profiles' names.</summary>
    public static IEnumerable<string> Names => All.Select(static profile => profile.Name);

    /// <summary>The profile of that name, or null.</summary>
    public static LatencyProfile? Find(string name) =>
        Array.Find(All, profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));
}
