using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Mact.AppHost.Topology;

namespace Mact.AppHost.Vllm;

/// <summary>Adds vLLM to an application model.</summary>
internal static class VllmBuilderExtensions
{
    private const string Image = "vllm/vllm-openai";
    private const string Tag = "v0.27.1";
    private const string Volume = "mact-vllm-weights";
    private const int Port = 8000;

    // Weights are downloaded and loaded before it is ready, which takes minutes: asked often, given up never.
    private const int ReadinessSeconds = 5;

    /// <summary>
    /// A vLLM server with its OpenAI-compatible endpoint and a volume for downloaded weights. Gated models need the parameter
    /// <c>huggingface-token</c> (or the variable HF_TOKEN).
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name; also the name of its connection string.</param>
    /// <param name="model">A model id of the Hugging Face hub, which is also the served name.</param>
    public static IResourceBuilder<VllmResource> AddVllm(this IDistributedApplicationBuilder builder, string name, string model)
    {
        var vllm = builder.AddResource(new VllmResource(name, model))
            .WithImage(Image, Tag)
            .WithHttpEndpoint(targetPort: Port, name: VllmResource.HttpEndpoint)
            .WithHttpProbe(ProbeType.Readiness, "/health", periodSeconds: ReadinessSeconds, timeoutSeconds: ReadinessSeconds, endpointName: VllmResource.HttpEndpoint)
            .WithEnvironment("HF_HOME", "/models")
            .WithVolume(Volume, "/models")
            .WithPersistentClaim(Volume, "60Gi")
            .WithArgs("--model", model, "--served-model-name", model, "--enable-prompt-tokens-details")
            .WithIconName("BrainCircuit");
        return vllm.WithEnvironment("HF_TOKEN", builder.AddOptionalSecret("huggingface-token", "HF_TOKEN"));
    }

    /// <summary>
    /// Gives it every GPU of the machine when it runs and in Compose, and one GPU in Kubernetes: runtime arguments are not carried to what is
    /// published, so each gets its own form. The same for the memory that its processes share.
    /// </summary>
    public static IResourceBuilder<VllmResource> WithGpus(this IResourceBuilder<VllmResource> vllm)
    {
        vllm.WithContainerRuntimeArgs("--gpus", "all", "--ipc", "host");
        if (vllm.ApplicationBuilder.TargetsCompose())
        {
            vllm.PublishAsDockerComposeService(static (_, service) =>
            {
                service.Devices.Add("nvidia.com/gpu=all");
                service.Ipc = "host";
                service.Restart = "unless-stopped";
            });
        }

        if (vllm.ApplicationBuilder.TargetsKubernetes())
        {
            vllm.PublishAsKubernetesService(WriteGpu);
        }

        return vllm;
    }

    private static void WriteGpu(KubernetesResource kubernetes)
    {
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        var container = pod.Containers[0];
        container.Resources = new ResourceRequirementsV1 { Limits = { ["nvidia.com/gpu"] = "1" } };
        container.VolumeMounts.Add(new VolumeMountV1 { Name = "shm", MountPath = "/dev/shm" });
        pod.Volumes.Add(new VolumeV1 { Name = "shm", EmptyDir = new EmptyDirVolumeSourceV1 { Medium = "Memory" } });

        // The publisher writes the scheme in small letters, which Kubernetes refuses.
        container.ReadinessProbe!.HttpGet!.Scheme = "HTTP";
    }
}
