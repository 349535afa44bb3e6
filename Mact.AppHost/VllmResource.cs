namespace Mact.AppHost;

/// <summary>A vLLM server in a container, whose connection string has Aspire's OpenAI form.</summary>
internal sealed class VllmResource(string name, string model) : ContainerResource(name), IResourceWithConnectionString
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={new EndpointReference(this, "http")}/v1;Model={model}");
}

/// <summary>Adds vLLM to an application model.</summary>
internal static class VllmExtensions
{
    public const string Image = "vllm/vllm-openai";
    public const string Tag = "v0.27.1";

    /// <summary>
    /// vLLM with its OpenAI-compatible endpoint, every GPU of the machine, and a volume for downloaded weights. Gated models need the parameter
    /// <c>huggingface-token</c> (or the variable HF_TOKEN).
    /// </summary>
    public static IResourceBuilder<VllmResource> AddVllm(this IDistributedApplicationBuilder builder, string name, string model)
    {
        var token = builder.AddParameter("huggingface-token", () => builder.Configuration["HF_TOKEN"] ?? string.Empty, secret: true)
            .WithDescription("A token of the Hugging Face hub; only gated models need one.");
        return builder.AddResource(new VllmResource(name, model))
            .WithImage(Image, Tag)
            .WithHttpEndpoint(targetPort: 8000, name: "http")

            // Weights are downloaded and loaded before it is ready, which takes minutes: asked often, given up never.
            .WithHttpProbe(ProbeType.Readiness, "/health", periodSeconds: 5, timeoutSeconds: 5, endpointName: "http")
            .WithEnvironment("HF_HOME", "/models")
            .WithEnvironment("HF_TOKEN", token)
            .WithVolume("mact-vllm-weights", "/models")
            .WithContainerRuntimeArgs("--gpus", "all", "--ipc", "host")
            .WithArgs("--model", model, "--served-model-name", model, "--enable-prompt-tokens-details")
            .WithIconName("BrainCircuit");
    }
}
