using Aspire.Hosting.Kubernetes.Resources;
using Mact.AppHost.Topology;

namespace Mact.AppHost.Vllm;

/// <summary>Adds vLLM to an application model.</summary>
internal static class VllmBuilderExtensions
{
    private const string Image = "vllm/vllm-openai";
    private const string Tag = "v0.27.1";
    private const int Port = 8000;

    /// <summary>
    /// A vLLM server with its OpenAI-compatible endpoint and a volume for downloaded weights. Gated models need the parameter
    /// <c>huggingface-token</c>, which is asked for only when the configuration has it.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name; also the name of its connection string.</param>
    /// <param name="model">A model id of the Hugging Face hub, which is also the served name.</param>
    public static IResourceBuilder<VllmResource> AddVllm(this IDistributedApplicationBuilder builder, string name, string model)
    {
        var vllm = builder.AddResource(new VllmResource(name, model))
            .WithImage(Image, Tag)
            .WithHttpEndpoint(targetPort: Port, name: VllmResource.HttpEndpoint)
            .WithHttpHealthCheck("/health", endpointName: VllmResource.HttpEndpoint)
            .WithEnvironment("HF_HOME", "/models")
            .WithVolume("mact-vllm-weights", "/models")
            .WithArgs("--model", model, "--served-model-name", model, "--enable-prompt-tokens-details")
            .WithIconName("BrainCircuit");
        return builder.Configuration["Parameters:huggingface-token"] is null
            ? vllm
            : vllm.WithEnvironment("HF_TOKEN", builder.AddParameter("huggingface-token", secret: true));
    }

    /// <summary>
    /// Gives it every GPU of the machine when it runs, and in what is published: runtime arguments are not carried to Compose or
    /// Kubernetes, so each gets its own form.
    /// </summary>
    public static IResourceBuilder<VllmResource> WithGpus(this IResourceBuilder<VllmResource> vllm)
    {
        vllm.WithContainerRuntimeArgs("--gpus", "all");
        if (vllm.ApplicationBuilder.TargetsCompose())
        {
            vllm.PublishAsDockerComposeService(static (_, service) => service.Devices.Add("nvidia.com/gpu=all"));
        }

        if (vllm.ApplicationBuilder.TargetsKubernetes())
        {
            vllm.PublishAsKubernetesService(static kubernetes =>
            {
                if (kubernetes.Workload is { } workload)
                {
                    workload.PodTemplate.Spec.Containers[0].Resources = new ResourceRequirementsV1 { Limits = { ["nvidia.com/gpu"] = "1" } };
                }
            });
        }

        return vllm;
    }
}
