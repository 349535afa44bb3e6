using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Mact.AppHost;
using ComposeService = Aspire.Hosting.Docker.Resources.ComposeNodes.Service;

/// <summary>
/// Publishing to Docker Compose and to Kubernetes, in a build with <c>-p:Publishers=true</c>: Aspire's publishers, and what they leave out.
/// </summary>
partial class Program
{
    private const string Loopback = "127.0.0.1:";

    static partial void AddPublishers(IDistributedApplicationBuilder builder)
    {
        var resources = builder.Resources.OfType<IComputeResource>().ToList();
        switch (builder.Configuration["target"])
        {
            case null when builder.ExecutionContext.IsRunMode || builder.Configuration["Publishing:Publisher"] is { Length: > 0 }:
                break;
            case "compose":
                builder.AddDockerComposeEnvironment("compose");
                resources.ForEach(resource => builder.CreateResourceBuilder(resource)
                    .PublishAsDockerComposeService((_, service) => Complete(resource, service)));
                break;
            case "kubernetes":
                var environment = builder.AddKubernetesEnvironment("kubernetes");
                resources.ForEach(resource => builder.CreateResourceBuilder(resource)
                    .PublishAsKubernetesService(kubernetes => Complete(resource, kubernetes)));
                foreach (var container in resources.OfType<ContainerResource>())
                {
                    Keep(builder.CreateResourceBuilder(container), environment);
                }

                break;
            default:
                throw new DistributedApplicationException("--target says what to publish for: compose or kubernetes.");
        }
    }

    /// <summary>Health checks, replicas and restarts; ports on the machine's loopback only, since there is no login; GPUs.</summary>
    private static void Complete(IComputeResource resource, ComposeService service)
    {
        service.Restart = "unless-stopped";
        service.StopGracePeriod = "30s";
        service.Ports = [.. service.Ports.Select(static port => Loopback + port)];
        if (resource is ProjectResource project)
        {
            // The image has no shell: the service asks itself.
            var assembly = Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath);
            service.Healthcheck = new Healthcheck
            {
                Test = ["CMD", "dotnet", $"/app/{assembly}.dll", "--probe", "http://localhost:8080/health"],
                Interval = "10s",
                Timeout = "6s",
                Retries = 6,
                StartPeriod = "30s",
            };
            service.Deploy = project.GetReplicaCount() is > 1 and var replicas ? new Deploy { Replicas = replicas } : service.Deploy;
        }
        else if (resource is VllmResource)
        {
            service.Devices.Add("nvidia.com/gpu=all");
            service.Ipc = "host";
        }
    }

    /// <summary>Schemes in capitals, as Kubernetes wants them; time to stop; a GPU and shared memory.</summary>
    private static void Complete(IComputeResource resource, KubernetesResource kubernetes)
    {
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        var container = pod.Containers[0];
        pod.TerminationGracePeriodSeconds = 60;
        foreach (var probe in new[] { container.LivenessProbe, container.ReadinessProbe })
        {
            if (probe?.HttpGet is { Scheme: { } scheme } get)
            {
                get.Scheme = scheme.ToUpperInvariant();
            }
        }

        if (resource is VllmResource)
        {
            container.Resources = new ResourceRequirementsV1 { Limits = { ["nvidia.com/gpu"] = "1" } };
            container.VolumeMounts.Add(new VolumeMountV1 { Name = "shm", MountPath = "/dev/shm" });
            pod.Volumes.Add(new VolumeV1 { Name = "shm", EmptyDir = new EmptyDirVolumeSourceV1 { Medium = "Memory" } });
        }
    }

    /// <summary>A volume that outlives its pod, where the publisher would write an empty directory.</summary>
    private static void Keep(IResourceBuilder<ContainerResource> container, IResourceBuilder<KubernetesEnvironmentResource> environment)
    {
        foreach (var volume in container.Resource.Annotations.OfType<ContainerMountAnnotation>().ToList())
        {
            var capacity = container.Resource is VllmResource ? "60Gi" : "10Gi";
            container.WithPersistentVolume(environment.AddPersistentVolume(volume.Source!).WithCapacity(capacity));
        }
    }
}
