namespace Mact.AppHost;

/// <summary>
/// The model: an endpoint outside, vLLM in a container, a file served on this machine, or the table reader, which is no language model.
/// </summary>
internal static class ModelExtensions
{
    private const string Name = "model";

    public static Dependency AddMactModel(this IDistributedApplicationBuilder builder, MactOptions options) => options switch
    {
        { Vllm: { } model } => new(builder.AddVllm(Name, model), IsStandIn: false),
        { LocalModel: { } local } when builder.ExecutionContext.IsRunMode => builder.AddLocalModel(local),
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

    /// <summary>A model on this machine is shown the prompts before anyone asks: that costs nothing, and it is slow to read what it does not know
    /// yet.</summary>
    public static IResourceBuilder<ProjectResource> WithWarmUp(this IResourceBuilder<ProjectResource> worker, MactOptions options) =>
        options.LocalModel is null ? worker : worker.WithEnvironment("Agents__WarmUp", "true");

    /// <summary>Published, all three are parameters without a value, so that nothing waits for one.</summary>
    private static Dependency AddEndpoint(this IDistributedApplicationBuilder builder, MactOptions options)
    {
        var endpoint = builder.AddParameter("model-endpoint", () => options.ModelEndpoint ?? string.Empty, publishValueAsDefault: true)
            .WithDescription("Base URL of an OpenAI-compatible endpoint, with /v1.");
        var name = builder.AddParameter("model-name", () => options.Model ?? "auto", publishValueAsDefault: true)
            .WithDescription("The model's served name; auto takes the single one that the endpoint serves.");
        string?[] given = ["Parameters:model-key", "Parameters:model_key", "MACT_API_KEY"];
        var value = given.Select(key => builder.Configuration[key!]).FirstOrDefault(static text => text is not null);

        // A server of one's own rarely has a key; whoever sells one always does. An empty key (MACT_API_KEY=) says that none is needed.
        var asks = value is null && options.ModelEndpoint?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        const string Key = "model-key";
        var key = (asks ? builder.AddParameter(Key, secret: true) : builder.AddParameter(Key, () => value ?? string.Empty, secret: true))
            .WithDescription("The endpoint's API key. It can also be given as the variable or the user secret MACT_API_KEY.");
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={endpoint};Key={key};Model={name}")), IsStandIn: false);
    }

    private static Dependency AddLocalModel(this IDistributedApplicationBuilder builder, LocalModel local)
    {
        var address = builder.AddProject<Projects.Mact_LocalModel>("local-model")
            .WithHttp()
            .WithEnvironment("LocalModel__File", local.File ?? string.Empty)
            .WithUrlForEndpoint("http", static url => url.DisplayText = "A small model on this machine")
            .WithIconName("BrainCircuit")
            .GetEndpoint("http");
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={address}/v1;Model=auto")), IsStandIn: false);
    }

    private static Dependency AddTableReader(this IDistributedApplicationBuilder builder)
    {
        var address = builder.AddProject<Projects.Mact_DevServices>("model-stand-in")
            .WithHttp()
            .WithEnvironment("StandIns__Model", "true")
            .WithEndpoint(name: "openai", scheme: "http", env: "Model__Port")
            .WithUrlForEndpoint("openai", static url => url.DisplayText = "Built-in table reader, no language model")
            .WithIconName("Table")
            .GetEndpoint("openai");
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={address}/v1;Model=auto")), IsStandIn: true);
    }
}
