namespace Mact.AppHost;

/// <summary>
/// The model: an endpoint outside, vLLM in a container, a file served on this machine, or the table reader, which is no language model.
/// </summary>
internal static class ModelExtensions
{
    private const string Name = "model";

    public static MactModel AddMactModel(this IDistributedApplicationBuilder builder, MactOptions options)
    {
        // What the AppHost starts inherits its variables; a key, which its configuration has by now, goes to those alone who are given it.
        Environment.SetEnvironmentVariable("MACT_API_KEY", null);
        Environment.SetEnvironmentVariable("HF_TOKEN", null);
        return options switch
        {
            { Vllm: { } model } => new(builder.AddVllm(Name, model)),
            { LocalModel: { } file } when builder.ExecutionContext.IsRunMode => builder.AddServed(file, reader: null),
            _ when options.ModelEndpoint is not null || builder.ExecutionContext.IsPublishMode => builder.AddEndpoint(options),
            _ => builder.AddServed(file: string.Empty, builder.AddTableReader()),
        };
    }

    /// <summary>Tells a service where the model is, without its key.</summary>
    public static IResourceBuilder<ProjectResource> WithAddressOf(this IResourceBuilder<ProjectResource> service, MactModel model) =>
        model.Address is { } address ? service.WithEnvironment($"ConnectionStrings__{Name}", address) : service.WithReference(model.Connection);

    /// <summary>Published, all three are parameters without a value, so that nothing waits for one.</summary>
    private static MactModel AddEndpoint(this IDistributedApplicationBuilder builder, MactOptions options)
    {
        var endpoint = builder.AddParameter("model-endpoint", () => options.ModelEndpoint ?? string.Empty, publishValueAsDefault: true)
            .WithDescription("Base URL of an OpenAI-compatible endpoint, with /v1.");
        var name = builder.AddParameter("model-name", () => options.Model ?? "auto", publishValueAsDefault: true)
            .WithDescription("The model's served name; auto takes the single one that the endpoint serves.");

        // The dashboard asks for the key of an endpoint over https: a server of one's own rarely has one, and whoever sells one always does. An empty
        // key (MACT_API_KEY=) says that none is needed.
        var asks = options.ModelEndpoint?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        var settings = builder.Configuration;
        var value = settings["Parameters:model-key"] ?? settings["Parameters:model_key"] ?? settings["MACT_API_KEY"] ?? (asks ? null : string.Empty);
        var key = (value is null ? builder.AddParameter("model-key", secret: true) : builder.AddParameter("model-key", () => value, secret: true))
            .WithDescription("The endpoint's API key. It can also be given as the variable or the user secret MACT_API_KEY.");
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={endpoint};Key={key};Model={name}")))
        {
            Address = ReferenceExpression.Create($"Endpoint={endpoint};Model={name}"),
        };
    }

    private static EndpointReference AddTableReader(this IDistributedApplicationBuilder builder)
    {
        Console.WriteLine("The built-in table reader answers, which is no language model (for one of yours: --model-endpoint URL).");
        return builder.AddProject<Projects.Mact_DevServices>("model-stand-in")
            .WithHttp()
            .WithEnvironment("StandIns__Model", "true")
            .WithEndpoint(name: "openai", scheme: "http", env: "Model__Port")
            .WithUrlForEndpoint("openai", static url => url.DisplayText = "Built-in table reader, no language model")
            .WithIconName("Table")
            .GetEndpoint("openai");
    }

    /// <summary>A model on this machine, whose file may be open; where the table reader is given, that one answers first.</summary>
    private static MactModel AddServed(this IDistributedApplicationBuilder builder, string file, EndpointReference? reader)
    {
        MactModel? model = null;
        var local = builder.AddLocalModel(Name, file);
        var address = new Address(() => reader is null || model is { IsLocal: true } ? local.GetEndpoint("http") : reader);

        // The server is the resource of that name: its connection string is not a second one.
        var connection = new ConnectionStringResource(Name, ReferenceExpression.Create($"Endpoint={address}/v1;Model=auto"));
        return model = new(builder.CreateResourceBuilder(connection), isStandIn: reader is not null) { Local = local };
    }

    /// <summary>The endpoint that answers at the time when it is asked for: when a service starts.</summary>
    private sealed class Address(Func<EndpointReference> now) : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => ((IManifestExpressionProvider)now()).ValueExpression;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => now().GetValueAsync(cancellationToken);
    }
}

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
