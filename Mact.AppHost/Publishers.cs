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
    static partial void AddPublishers(IDistributedApplicationBuilder builder)
    {
        var resources = builder.Resources.OfType<IComputeResource>().Select(builder.CreateResourceBuilder).ToList();
        switch (builder.Configuration["target"])
        {
            case null when builder.ExecutionContext.IsRunMode || builder.Configuration["Publishing:Publisher"] is { Length: > 0 }:
                break;
            case "compose":
                builder.AddDockerComposeEnvironment("compose");
                resources.ForEach(static resource => resource.PublishAsDockerComposeService((_, service) => Complete(resource.Resource, service)));
                break;
            case "kubernetes":
                var environment = builder.AddKubernetesEnvironment("kubernetes");
                resources.ForEach(resource => resource.PublishAsKubernetesService(kubernetes => Complete(resource.Resource, kubernetes)));

                // A volume that outlives its pod, where the publisher would write an empty directory.
                foreach (var container in builder.Resources.OfType<ContainerResource>().ToList())
                {
                    var volume = container.Annotations.OfType<ContainerMountAnnotation>().Single();
                    builder.CreateResourceBuilder(container).WithPersistentVolume(
                        environment.AddPersistentVolume(volume.Source!).WithCapacity(container is VllmResource ? "60Gi" : "10Gi"));
                }

                break;
            default:
                throw new DistributedApplicationException("--target says what to publish for: compose or kubernetes.");
        }
    }

    /// <summary>Health checks, replicas and restarts; ports on the machine's loopback only; GPUs.</summary>
    private static void Complete(IComputeResource resource, ComposeService service)
    {
        (service.Restart, service.StopGracePeriod) = ("unless-stopped", "30s");
        service.Ports = [.. service.Ports.Select(static port => $"127.0.0.1:{port}")];
        if (resource is ProjectResource project)
        {
            // The image has no shell: the service asks itself.
            var assembly = Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath);
            string[] test = ["CMD", "dotnet", $"/app/{assembly}.dll", "--probe", "http://localhost:8080/health"];
            service.Healthcheck = new Healthcheck { Test = [.. test], Interval = "10s", Timeout = "6s", Retries = 6, StartPeriod = "30s" };
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
        foreach (var get in new[] { container.LivenessProbe?.HttpGet, container.ReadinessProbe?.HttpGet }.OfType<HttpGetActionV1>())
        {
            get.Scheme = get.Scheme?.ToUpperInvariant()!;
        }

        if (resource is VllmResource)
        {
            container.Resources = new ResourceRequirementsV1 { Limits = { ["nvidia.com/gpu"] = "1" } };
            container.VolumeMounts.Add(new VolumeMountV1 { Name = "shm", MountPath = "/dev/shm" });
            pod.Volumes.Add(new VolumeV1 { Name = "shm", EmptyDir = new EmptyDirVolumeSourceV1 { Medium = "Memory" } });
        }
    }
}
