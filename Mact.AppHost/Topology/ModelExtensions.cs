using Mact.AppHost.Vllm;

namespace Mact.AppHost.Topology;

/// <summary>The model: an endpoint outside, vLLM in a container, or the stand-in.</summary>
internal static class ModelExtensions
{
    private const string Name = "model";

    /// <summary><c>--model-endpoint URL</c>, or <c>--vllm MODEL</c>; neither = the built-in table reader, which is no language model.</summary>
    public static Dependency AddMactModel(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["model-endpoint"] is { Length: > 0 } endpoint)
        {
            return builder.AddEndpoint(endpoint);
        }

        if (builder.Configuration["vllm"] is { Length: > 0 } model)
        {
            var vllm = builder.AddVllm(Name, model).WithGpus();
            return new(vllm, vllm, IsStandIn: false);
        }

        return builder.AddStandIn();
    }

    private static Dependency AddEndpoint(this IDistributedApplicationBuilder builder, string endpoint)
    {
        var key = builder.AddParameter("model-key", secret: true);
        var model = builder.Configuration[Name] is { Length: > 0 } name ? name : "auto";
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={endpoint};Key={key};Model={model}"));
        return new(connection, connection, IsStandIn: false);
    }

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddProject<Projects.Mact_DevServices>("model-stand-in")
            .WithHttpEndpoint(name: "http")
            .WithEnvironment("StandIns__Model", "true")
            .WithEndpoint(name: "openai", scheme: "http", env: "Model__Port")
            .WithHttpHealthCheck("/health", endpointName: "http");
        var address = server.GetEndpoint("openai");
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={address}/v1;Model=auto"));
        return new(connection, server, IsStandIn: true);
    }
}
