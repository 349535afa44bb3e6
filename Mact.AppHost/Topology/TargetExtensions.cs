using Aspire.Hosting.Kubernetes;

namespace Mact.AppHost.Topology;

/// <summary>What a publish is for.</summary>
internal static class TargetExtensions
{
    private const string Compose = "compose";
    private const string Kubernetes = "kubernetes";

    /// <summary>Adds the environment that <c>--target compose|kubernetes</c> names.</summary>
    /// <exception cref="DistributedApplicationException">It names something else, or nothing where files are to be written for one.</exception>
    public static void AddTarget(this IDistributedApplicationBuilder builder)
    {
        switch (builder.Configuration["target"])
        {
            // The manifest (--publisher manifest) is for no environment in particular.
            case null or "" when builder.ExecutionContext.IsRunMode || builder.Configuration["Publishing:Publisher"] is { Length: > 0 }:
                break;
            case null or "":
                throw new DistributedApplicationException("Nothing says what to publish for. Add --target compose or --target kubernetes.");
            case Compose:
                builder.AddDockerComposeEnvironment(Compose);
                break;
            case Kubernetes:
                builder.AddKubernetesEnvironment(Kubernetes);
                break;
            case var other:
                throw new DistributedApplicationException($"--target is compose or kubernetes, not '{other}'.");
        }
    }

    /// <summary>Whether this publish writes Docker Compose: its customisations throw without that environment.</summary>
    public static bool TargetsCompose(this IDistributedApplicationBuilder builder) => builder.Targets(Compose);

    /// <summary>Whether this publish writes a Helm chart.</summary>
    public static bool TargetsKubernetes(this IDistributedApplicationBuilder builder) => builder.Targets(Kubernetes);

    /// <summary>Has a named volume of the container outlive its pod; without it Kubernetes gets an empty directory in place of the volume.</summary>
    /// <param name="container">The container.</param>
    /// <param name="volume">The name of one of its volumes.</param>
    /// <param name="capacity">A Kubernetes quantity, such as 10Gi.</param>
    public static IResourceBuilder<T> WithPersistentClaim<T>(this IResourceBuilder<T> container, string volume, string capacity)
        where T : ContainerResource
    {
        var builder = container.ApplicationBuilder;
        return builder.TargetsKubernetes()
            ? container.WithPersistentVolume(builder
                .CreateResourceBuilder(builder.Resources.OfType<KubernetesEnvironmentResource>().Single())
                .AddPersistentVolume(volume)
                .WithCapacity(capacity))
            : container;
    }

    private static bool Targets(this IDistributedApplicationBuilder builder, string target) =>
        builder.ExecutionContext.IsPublishMode && string.Equals(builder.Configuration["target"], target, StringComparison.Ordinal);
}
