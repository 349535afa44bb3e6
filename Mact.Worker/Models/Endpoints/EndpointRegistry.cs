using System.Collections.Concurrent;
using Mact.Core.Questions;
using Mact.Worker.Models.Configuration;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models.Endpoints;

/// <summary>The endpoints by connection name.</summary>
internal sealed class EndpointRegistry(ModelConnections connections, IHttpClientFactory clients, IOptions<ModelOptions> options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Uri Endpoint, string? Key, string? Model), ModelEndpoint> _endpoints = new();

    /// <summary>The endpoint of <paramref name="name"/> (planner or coder).</summary>
    /// <exception cref="ModelException">None is configured, or its connection string cannot be read.</exception>
    public ModelEndpoint Get(string name) => connections.Find(name) switch
    {
        ModelConnectionReading.Read { Connection: var connection } =>
            _endpoints.GetOrAdd((connection.Endpoint, connection.Key, connection.Model), static (_, x) => x.Self.Create(x.connection), (Self: this, connection)),
        ModelConnectionReading.Refused refused => throw new ModelException(new QuestionError(ErrorCodes.ModelEndpointWrong, refused.Message)),
        _ => throw new ModelException(new QuestionError(
            ErrorCodes.ModelEndpointWrong,
            $"No model endpoint is configured. Set the connection string '{ConnectionNames.Model}' (or '{name}'), e.g. "
            + "ConnectionStrings__model=\"Endpoint=http://localhost:8000/v1;Model=auto\".")),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.Dispose();
        }
    }

    private ModelEndpoint Create(ModelConnection connection) =>
        new(connection, new ModelTransport(connection, clients.CreateClient(ModelsExtensions.HttpClientName), options.Value, time), options.Value, time);
}
