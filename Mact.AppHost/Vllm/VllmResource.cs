namespace Mact.AppHost.Vllm;

/// <summary>A vLLM server in a container, whose connection string has Aspire's OpenAI form.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="model">The model that it loads and serves.</param>
internal sealed class VllmResource(string name, string model) : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>The name of its HTTP endpoint.</summary>
    public const string HttpEndpoint = "http";

    /// <summary>The model that it loads and serves.</summary>
    public string Model { get; } = model;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={new EndpointReference(this, HttpEndpoint)}/v1;Model={Model}");
}
