namespace Mact.ServiceDefaults.Health;

/// <summary>The paths of the two probes.</summary>
public static class HealthPaths
{
    /// <summary>Readiness: every check.</summary>
    public const string Health = "/health";

    /// <summary>Liveness: only the checks tagged <see cref="LiveTag"/>.</summary>
    public const string Alive = "/alive";

    /// <summary>The tag of the checks that say nothing but "this process answers".</summary>
    public const string LiveTag = "live";
}
