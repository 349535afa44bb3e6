namespace Mact.AppHost;

/// <summary>The model: an endpoint outside, vLLM in a container, or the table reader, which is no language model.</summary>
internal static class ModelExtensions
{
    private const string Name = "model";

    public static Dependency AddMactModel(this IDistributedApplicationBuilder builder, MactOptions options) => options switch
    {
        { Vllm: { } model } => new(builder.AddVllm(Name, model), IsStandIn: false),
        _ when options.ModelEndpoint is not null || builder.ExecutionContext.IsPublishMode => builder.AddEndpoint(options),
        _ => builder.AddTableReader(),
    };

    /// <summary>What the AppHost starts inherits its variables; a key goes to those alone who have the connection string.</summary>
    public static void KeepKeys()
    {
        foreach (var name in (string[])["MACT_API_KEY", "HF_TOKEN"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>Published, all three are parameters without a value, so that nothing waits for one.</summary>
    private static Dependency AddEndpoint(this IDistributedApplicationBuilder builder, MactOptions options)
    {
        var endpoint = builder.AddParameter("model-endpoint", () => options.ModelEndpoint ?? string.Empty, publishValueAsDefault: true)
            .WithDescription("Base URL of an OpenAI-compatible endpoint, with /v1.");
        var name = builder.AddParameter("model-name", () => options.Model ?? "auto", publishValueAsDefault: true)
            .WithDescription("The model's served name; auto takes the single one that the endpoint serves.");
        var given = builder.Configuration["Parameters:model-key"]
            ?? builder.Configuration["Parameters:model_key"]
            ?? builder.Configuration["MACT_API_KEY"];

        // A server of one's own rarely has a key; whoever sells one always does. An empty key (MACT_API_KEY=) says that none is needed.
        var asks = given is null && options.ModelEndpoint?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        var key = (
            asks ? builder.AddParameter("model-key", secret: true) : builder.AddParameter("model-key", () => given ?? string.Empty, secret: true))
            .WithDescription("The endpoint's API key. It can also be given as the variable or the user secret MACT_API_KEY.");
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={endpoint};Key={key};Model={name}")), IsStandIn: false);
    }

    private static Dependency AddTableReader(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddProject<Projects.Mact_DevServices>("model-stand-in")
            .WithHttp()
            .WithEnvironment("StandIns__Model", "true")
            .WithEndpoint(name: "openai", scheme: "http", env: "Model__Port")
            .WithUrlForEndpoint("openai", static url => url.DisplayText = "Built-in table reader, no language model")
            .WithIconName("Table")
            .ExcludeFromManifest();
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={server.GetEndpoint("openai")}/v1;Model=auto"));
        return new(connection.ExcludeFromManifest(), IsStandIn: true);
    }
}

/// <summary>A vLLM server in a container, whose connection string has Aspire's OpenAI form.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="model">The model that it loads and serves.</param>
internal sealed class VllmResource(string name, string model) : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>The name of its HTTP endpoint.</summary>
    public const string HttpEndpoint = "http";

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={new EndpointReference(this, HttpEndpoint)}/v1;Model={model}");
}

/// <summary>Adds vLLM to an application model.</summary>
internal static class VllmExtensions
{
    public const string Image = "vllm/vllm-openai";
    public const string Tag = "v0.27.1";
    private const int Port = 8000;

    // Weights are downloaded and loaded before it is ready, which takes minutes: asked often, given up never.
    private const int ReadinessSeconds = 5;

    /// <summary>
    /// vLLM with its OpenAI-compatible endpoint, every GPU of the machine, and a volume for downloaded weights. Gated models need the parameter
    /// <c>huggingface-token</c> (or the variable HF_TOKEN).
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name; also the name of its connection string.</param>
    /// <param name="model">A model id of the Hugging Face hub, which is also the served name.</param>
    public static IResourceBuilder<VllmResource> AddVllm(this IDistributedApplicationBuilder builder, string name, string model)
    {
        var token = builder.AddParameter("huggingface-token", () => builder.Configuration["HF_TOKEN"] ?? string.Empty, secret: true)
            .WithDescription("A token of the Hugging Face hub; only gated models need one.");
        return builder.AddResource(new VllmResource(name, model))
            .WithImage(Image, Tag)
            .WithHttpEndpoint(targetPort: Port, name: VllmResource.HttpEndpoint)
            .WithHttpProbe(
                ProbeType.Readiness,
                "/health",
                periodSeconds: ReadinessSeconds,
                timeoutSeconds: ReadinessSeconds,
                endpointName: VllmResource.HttpEndpoint)
            .WithEnvironment("HF_HOME", "/models")
            .WithEnvironment("HF_TOKEN", token)
            .WithVolume("mact-vllm-weights", "/models")
            .WithContainerRuntimeArgs("--gpus", "all", "--ipc", "host")
            .WithArgs("--model", model, "--served-model-name", model, "--enable-prompt-tokens-details")
            .WithIconName("BrainCircuit");
    }
}
