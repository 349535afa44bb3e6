using Mact.AppHost.Vllm;

namespace Mact.AppHost.Topology;

/// <summary>The model: an endpoint outside, vLLM in a container, or the stand-in.</summary>
internal static class ModelExtensions
{
    private const string Name = "model";

    /// <summary>
    /// <c>--model-endpoint URL</c>, or <c>--vllm MODEL</c>; neither = the built-in table reader, which is no language model. It is for
    /// development: what is published without <c>--vllm</c> has the endpoint, its key and the model's name as parameters.
    /// </summary>
    public static Dependency AddMactModel(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["vllm"] is { Length: > 0 } model)
        {
            var vllm = builder.AddVllm(Name, model).WithGpus();
            return new(vllm, vllm, IsStandIn: false);
        }

        return builder.ExecutionContext.IsPublishMode || IsGiven(builder, "model-endpoint") || IsGiven(builder, "Parameters:model-endpoint")
            ? builder.AddEndpoint()
            : builder.AddStandIn();
    }

    /// <summary>Gives a service the model's connection string.</summary>
    public static IResourceBuilder<ProjectResource> WithModel(this IResourceBuilder<ProjectResource> service, Dependency model)
    {
        service.WithReference(model.ConnectionString);
        if (service.ApplicationBuilder.TargetsKubernetes())
        {
            // The chart's values have a place only for parameters that are variables by themselves, not for parts of a connection string.
            foreach (var parameter in model.Parameters)
            {
                service.WithEnvironment(parameter.Resource.Name.Replace('-', '_').ToUpperInvariant(), parameter);
            }
        }

        return service;
    }

    private static Dependency AddEndpoint(this IDistributedApplicationBuilder builder)
    {
        var endpoint = builder.AddOptionalParameter("model-endpoint", ["model-endpoint"]);
        var name = builder.AddOptionalParameter("model-name", [Name], standard: "auto");
        var key = builder.AddOptionalSecret("model-key", "MACT_API_KEY");
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={endpoint};Key={key};Model={name}"));
        return new(connection, connection, IsStandIn: false) { Parameters = [endpoint, name, key] };
    }

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddProject<Projects.Mact_DevServices>("model-stand-in")
            .WithHttpEndpoint(name: "http")
            .WithEnvironment("StandIns__Model", "true")
            .WithEndpoint(name: "openai", scheme: "http", env: "Model__Port")
            .WithHttpHealthCheck("/health", endpointName: "http")
            .ExcludeFromManifest();
        var address = server.GetEndpoint("openai");
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"Endpoint={address}/v1;Model=auto"));
        return new(connection, server, IsStandIn: true);
    }

    private static bool IsGiven(IDistributedApplicationBuilder builder, string setting) => !string.IsNullOrEmpty(builder.Configuration[setting]);
}
