using System.Globalization;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using Aspire.Hosting.Kubernetes;

namespace Mact.AppHost.Topology;

/// <summary>Where a service listens, how it is asked for its health, and how it is stopped: in a run, in Compose and in Kubernetes.</summary>
internal static class ServiceExtensions
{
    private const string Endpoint = "http";

    /// <summary>The images listen on it (deploy/Container.props).</summary>
    private const int ImagePort = 8080;
    private const string Alive = "/alive";
    private const string Health = "/health";

    // As in deploy/: a process that does not answer for a minute is restarted, one that cannot work for 15 s gets no requests.
    private const int LivenessSeconds = 10;
    private const int LivenessFailures = 6;
    private const int ReadinessSeconds = 5;
    private const int ReadinessFailures = 3;
    private const int TimeoutSeconds = 5;

    /// <summary>Its HTTP endpoint: in a run on a port that a person types, or on any; in what is published on the port of its image.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">In a run; null = a free one.</param>
    public static IResourceBuilder<ProjectResource> WithHttp(this IResourceBuilder<ProjectResource> service, int? port = null) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithHttpEndpoint(port: ImagePort, targetPort: ImagePort, name: Endpoint)
            : service.WithHttpEndpoint(port: port, name: Endpoint);

    /// <summary>
    /// Liveness: the process answers (<c>/alive</c>). Readiness: it reaches what it needs (<c>/health</c>; a model that is away is "degraded",
    /// and ready). In a run both are health checks of the resource. Aspire's publisher for Compose leaves out health checks and
    /// replicas, and opens ports to everybody, so its service is completed here.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithProbes(this IResourceBuilder<ProjectResource> service)
    {
        // Each adds its own health check; WithHttpHealthCheck on the same path beside it would throw.
        service
            .WithHttpProbe(ProbeType.Liveness, Alive, periodSeconds: LivenessSeconds, timeoutSeconds: TimeoutSeconds, failureThreshold: LivenessFailures, endpointName: Endpoint)
            .WithHttpProbe(ProbeType.Readiness, Health, periodSeconds: ReadinessSeconds, timeoutSeconds: TimeoutSeconds, failureThreshold: ReadinessFailures, endpointName: Endpoint);
        if (service.ApplicationBuilder.TargetsCompose())
        {
            service.PublishAsDockerComposeService((_, compose) => Complete(service.Resource, compose));
        }

        if (service.ApplicationBuilder.TargetsKubernetes())
        {
            service.PublishAsKubernetesService(WriteSchemes);
        }

        return service;
    }

    /// <summary>Lets a worker finish or hand back what runs before it is ended (Worker__DrainTime and Worker__WindUpTime).</summary>
    public static IResourceBuilder<ProjectResource> WithTimeToDrain(this IResourceBuilder<ProjectResource> worker)
    {
        if (worker.ApplicationBuilder.TargetsCompose())
        {
            worker.PublishAsDockerComposeService(static (_, compose) => compose.StopGracePeriod = "30s");
        }

        if (worker.ApplicationBuilder.TargetsKubernetes())
        {
            worker.PublishAsKubernetesService(static kubernetes => kubernetes.Workload!.PodTemplate.Spec.TerminationGracePeriodSeconds = 60);
        }

        return worker;
    }

    /// <summary>The image has no shell: the service asks itself. There is no login, so ports are open on the machine's loopback only.</summary>
    private static void Complete(ProjectResource resource, Service compose)
    {
        var assembly = Path.GetFileNameWithoutExtension(resource.GetProjectMetadata().ProjectPath);
        compose.Healthcheck = new Healthcheck
        {
            Test = ["CMD", "dotnet", $"/app/{assembly}.dll", "--probe", string.Create(CultureInfo.InvariantCulture, $"http://localhost:{ImagePort}{Health}")],
            Interval = "10s",
            Timeout = "6s",
            Retries = 6,
            StartPeriod = "30s",
        };
        compose.Restart = "unless-stopped";
        compose.Ports = [.. compose.Ports.Select(static port => $"127.0.0.1:{port}")];
        if (resource.GetReplicaCount() is > 1 and var replicas)
        {
            compose.Deploy = new Deploy { Replicas = replicas };
        }
    }

    /// <summary>The publisher writes schemes in small letters, which Kubernetes refuses.</summary>
    private static void WriteSchemes(KubernetesResource kubernetes)
    {
        var container = kubernetes.Workload!.PodTemplate.Spec.Containers[0];
        foreach (var probe in new[] { container.LivenessProbe, container.ReadinessProbe })
        {
            if (probe?.HttpGet is { Scheme: { } scheme } get)
            {
                get.Scheme = scheme.ToUpperInvariant();
            }
        }
    }
}
