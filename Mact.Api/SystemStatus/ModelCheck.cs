using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mact.Core.Models;
using Microsoft.Extensions.Options;

namespace Mact.Api.SystemStatus;

/// <summary>
/// Asks each configured endpoint once for its models. Only on a person's click: on RunPod the request is a billed job that wakes a GPU.
/// </summary>
internal sealed class ModelCheck(IHttpClientFactory clients, IOptions<ModelConnections> connections, TimeProvider time)
{
    /// <summary>The named client: no retries, no redirects, bounded replies.</summary>
    public const string ClientName = "model-check";

    private const int MaxNames = 100;
    private const int MaxNameLength = 200;

    public async Task<IReadOnlyList<ModelCheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(ConfiguredModel.All(connections.Value).Select(endpoint => CheckAsync(endpoint, cancellationToken)));

    private async Task<ModelCheckResult> CheckAsync(ConfiguredModel endpoint, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (ok, served, message) = await AskAsync(endpoint, cancellationToken);
        return new(endpoint.Roles, endpoint.Server, ok, served, message, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task<(bool Ok, IReadOnlyList<string> Served, string Message)> AskAsync(
        ConfiguredModel endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Reading is not ModelConnectionReading.Read { Connection: var connection })
        {
            return (false, [], ((ModelConnectionReading.Refused)endpoint.Reading).Message);
        }

        var version = connection.ApiVersion is { } value ? $"?api-version={value}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{connection.Endpoint.AbsoluteUri}/models{version}");
        if (connection is { Key: { } key, IsAzure: true })
        {
            request.Headers.Add("api-key", key);
        }
        else if (connection.Key is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? Judge(endpoint, ReadNames(await response.Content.ReadAsStringAsync(cancellationToken)))
                : (false, [], Words(response.StatusCode));
        }
        catch (HttpRequestException exception)
        {
            return (false, [], $"It is not reachable ({exception.HttpRequestError}). Is the server started, and is the address right?");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, [], "It did not answer in time. A cold server may need minutes; questions wait for it by themselves.");
        }
    }

    private static (bool Ok, IReadOnlyList<string> Served, string Message) Judge(ConfiguredModel endpoint, IReadOnlyList<string>? served) =>
        served switch
        {
            null =>
                (false, [], "It answered, but not with a list of models. Is this an OpenAI-compatible endpoint, and does the address end in /v1?"),
            [] => (false, [], "It serves no model (yet)."),
            _ when endpoint.Model is { } model => served.Contains(model, StringComparer.Ordinal)
                ? (true, served, $"It serves '{model}'.")
                : (
                    false,
                    served,
                    $"It does not serve '{model}', but: {string.Join(", ", served)}. Set Model in the connection string to one of these."),
            [var only] => (true, served, $"It serves '{only}'."),
            _ => (false, served, $"It serves several models: {string.Join(", ", served)}. Set Model in the connection string to one of these."),
        };

    private static string Words(HttpStatusCode status) => (int)status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden =>
            $"It refused the key ({(int)status}). Set Key in the connection string.",
        StatusCodes.Status404NotFound => "It has no list of models there (404). The address of an OpenAI-compatible endpoint ends in /v1 as a rule.",
        StatusCodes.Status429TooManyRequests => "It is overloaded (429). Questions wait for it by themselves.",
        >= 300 and < 400 => $"It redirects elsewhere ({(int)status}); give the final address.",
        >= 500 => $"It is not ready ({(int)status}). A cold server may need minutes; questions wait for it by themselves.",
        _ => $"It refused the request ({(int)status}).",
    };

    /// <summary>The ids of an OpenAI list of models, or null for anything else.</summary>
    private static IReadOnlyList<string>? ReadNames(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Take(MaxNames).Select(NameOf).OfType<string>()]
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object
            && model.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            && id.GetString() is { Length: <= MaxNameLength } name
            ? name
            : null;
}

/// <summary>A configured model endpoint, under the roles (planner, coder) that use it.</summary>
internal sealed record ConfiguredModel(IReadOnlyList<string> Roles, ModelConnectionReading Reading)
{
    /// <summary>host:port, without path, user or key; null where the connection string cannot be used.</summary>
    public string? Server => (Reading as ModelConnectionReading.Read)?.Connection.Server;

    /// <summary>The configured name; null = the single model that is served.</summary>
    public string? Model => (Reading as ModelConnectionReading.Read)?.Connection.Model;

    /// <summary>The endpoints in use; roles that share an endpoint, key and model share an entry.</summary>
    public static IReadOnlyList<ConfiguredModel> All(ModelConnections connections) =>
    [
        .. new[] { ModelConnections.PlannerName, ModelConnections.CoderName }
            .Select(role => (Role: role, Reading: connections.Find(role)))
            .Where(static one => one.Reading is not null)
            .GroupBy(
                static one =>
                    one.Reading is ModelConnectionReading.Read { Connection: var found } ? (found.Endpoint, found.Key, found.Model) : default,
                static one => (one.Role, Reading: one.Reading!))
            .Select(static shared => new ConfiguredModel([.. shared.Select(static one => one.Role)], shared.First().Reading)),
    ];
}
