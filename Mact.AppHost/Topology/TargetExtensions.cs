namespace Mact.AppHost.Topology;

/// <summary>What a publish is for.</summary>
internal static class TargetExtensions
{
    /// <summary>Adds the environment that <c>--target compose|kubernetes</c> names; none when it is not given.</summary>
    /// <exception cref="DistributedApplicationException">It names something else.</exception>
    public static void AddTarget(this IDistributedApplicationBuilder builder)
    {
        switch (builder.Configuration["target"])
        {
            case null or "":
                break;
            case "compose":
                builder.AddDockerComposeEnvironment("compose");
                break;
            case "kubernetes":
                builder.AddKubernetesEnvironment("kubernetes");
                break;
            case var other:
                throw new DistributedApplicationException($"--target is compose or kubernetes, not '{other}'.");
        }
    }

    /// <summary>Whether this publish writes Docker Compose: its customisations throw without that environment.</summary>
    public static bool TargetsCompose(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode && string.Equals(builder.Configuration["target"], "compose", StringComparison.Ordinal);

    /// <summary>Whether this publish writes a Helm chart.</summary>
    public static bool TargetsKubernetes(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode && string.Equals(builder.Configuration["target"], "kubernetes", StringComparison.Ordinal);
}
