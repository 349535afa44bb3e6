using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.Core.Models;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Endpoints;

/// <summary>Asks Ollama and LM Studio, whose lists of models do not say it, for the context that a loaded model has.</summary>
internal static class ContextReader
{
    private static readonly string[] LmStudioPaths = ["api/v1/models", "api/v0/models"];

    /// <summary>The listing with contexts where they are told; other families' as it is.</summary>
    public static async Task<ModelListing> CompleteAsync(
        ModelListing listing, ModelTransport transport, ModelConnection connection, CancellationToken cancellationToken)
    {
        if (listing is not ModelListing.Listed listed)
        {
            return listing;
        }

        var contexts = listed.Models.FirstOrDefault(static model => model.ContextTokens is null)?.Family switch
        {
            EndpointFamily.Ollama => await OllamaAsync(listed, transport, connection, cancellationToken),
            EndpointFamily.LmStudio => await LmStudioAsync(transport, cancellationToken),
            _ => [],
        };
        return contexts.Count == 0
            ? listed
            : listed with { Models = [.. listed.Models.Select(Known)], Bases = [.. listed.Bases.Select(Known)] };

        ServedModel Known(ServedModel model) => contexts.TryGetValue(model.Name, out var tokens) ? model with { ContextTokens = tokens } : model;
    }

    /// <summary>The context of a loaded model; null where it is not told.</summary>
    public static async Task<int?> OfLoadedAsync(ServedModel model, ModelTransport transport, CancellationToken cancellationToken)
    {
        Dictionary<string, int> contexts = new(StringComparer.Ordinal);
        if (model.Family == EndpointFamily.Ollama)
        {
            await AddLoadedAsync(contexts, transport, cancellationToken);
        }
        else
        {
            contexts = await LmStudioAsync(transport, cancellationToken);
        }

        return contexts.TryGetValue(model.Name, out var tokens) || contexts.TryGetValue($"{model.Name}:latest", out tokens) ? tokens : null;
    }

    /// <summary>What is loaded has its real context; of what is not, only an own num_ctx is known.</summary>
    private static async Task<Dictionary<string, int>> OllamaAsync(
        ModelListing.Listed listed, ModelTransport transport, ModelConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<string, int> contexts = new(StringComparer.Ordinal);
        var wanted = listed.Models.Where(
            model => connection.Model is null || model.Name.StartsWith(connection.Model, StringComparison.Ordinal)).Take(1);
        foreach (var model in wanted)
        {
            var shown = await AskAsync(
                transport,
                HttpMethod.Post,
                "api/show",
                JsonSerializer.SerializeToUtf8Bytes(new ModelNameBody(model.Name), WireJson.Default.ModelNameBody),
                cancellationToken);
            if (shown is { } show
                && show.TryGetProperty("parameters", out var parameters)
                && parameters.ValueKind == JsonValueKind.String
                && NumCtx.Match(parameters.GetString()!) is { Success: true } match)
            {
                contexts[model.Name] = int.Parse(match.Groups["tokens"].Value);
            }
        }

        await AddLoadedAsync(contexts, transport, cancellationToken);
        return contexts;
    }

    private static async Task AddLoadedAsync(Dictionary<string, int> contexts, ModelTransport transport, CancellationToken cancellationToken)
    {
        if (await AskAsync(transport, HttpMethod.Get, "api/ps", null, cancellationToken) is { } loaded
            && loaded.TryGetProperty("models", out var models)
            && models.ValueKind == JsonValueKind.Array)
        {
            foreach (var model in models.EnumerateArray())
            {
                if (Text(model, "name") is { } name && Number(model, "context_length") is { } tokens)
                {
                    contexts[name] = tokens;
                }
            }
        }
    }

    private static async Task<Dictionary<string, int>> LmStudioAsync(ModelTransport transport, CancellationToken cancellationToken)
    {
        Dictionary<string, int> contexts = new(StringComparer.Ordinal);
        foreach (var path in LmStudioPaths)
        {
            if (await AskAsync(transport, HttpMethod.Get, path, null, cancellationToken) is not { } reply
                || !(reply.TryGetProperty("data", out var models) || reply.TryGetProperty("models", out models))
                || models.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            foreach (var model in models.EnumerateArray())
            {
                if ((Text(model, "id") ?? Text(model, "key")) is { } name
                    && (Number(model, "loaded_context_length") ?? LoadedContext(model)) is { } tokens)
                {
                    contexts[name] = tokens;
                }
            }

            break;
        }

        return contexts;
    }

    private static int? LoadedContext(JsonElement model) =>
        model.TryGetProperty("loaded_instances", out var instances) && instances.ValueKind == JsonValueKind.Array
        && instances.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
        && first.TryGetProperty("config", out var config)
            ? Number(config, "context_length")
            : null;

    private static async Task<JsonElement?> AskAsync(
        ModelTransport transport, HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await transport.BesideAsync(method, path, body is null ? null : new ReadOnlyMemory<byte>(body), cancellationToken);
            if (reply.Status != 200)
            {
                return null;
            }

            using var document = JsonDocument.Parse(reply.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception exception) when (exception is TransportException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
        && number > 0
            ? number
            : null;

    private static readonly Regex NumCtx = new(
        @"\bnum_ctx\s+(?<tokens>\d{1,8})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
}

/// <summary>Reads the length of a server's own queue from its metrics.</summary>
internal static class ServerMetrics
{
    /// <summary>Requests that wait, over all engines; null where the text does not say.</summary>
    public static int? Waiting(ReadOnlySpan<byte> text)
    {
        double? waiting = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (
                (
                    line.StartsWith("vllm:num_requests_waiting{"u8)
                        || line.StartsWith("vllm:num_requests_waiting "u8) || line.StartsWith("llamacpp:requests_deferred "u8))
                && line.LastIndexOf((byte)' ') is > 0 and var at
                && Utf8Parser.TryParse(line[(at + 1)..], out double value, out _))
            {
                waiting = (waiting ?? 0) + value;
            }
        }

        return waiting is { } sum ? (int)sum : null;
    }
}
