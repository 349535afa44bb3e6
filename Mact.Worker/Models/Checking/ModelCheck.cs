using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models.Checking;

/// <summary>
/// Asks each configured endpoint for its models, and its model for a few tokens, to say what it can do; that is remembered. Only on a person's click:
/// on RunPod each request is a billed job that wakes a GPU.
/// </summary>
internal sealed class ModelCheck(
    IHttpClientFactory clients, IOptions<ModelConnections> connections, IEndpointStates states, TimeProvider time)
{
    /// <summary>The named client: no retries, no redirects, bounded replies.</summary>
    public const string ClientName = "model-check";

    private const int MaxNames = 100;
    private const int MaxNameLength = 200;

    private static readonly string[] Contexts =
    [
        "max_model_len", "loaded_context_length", "context_length", "context_window", "max_context_length",
    ];

    // A model that answers at all answers a few tokens in this time, all of its requests together.
    private static readonly TimeSpan ProbeBudget = TimeSpan.FromSeconds(90);

    public async Task<IReadOnlyList<ModelCheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(ConfiguredModel.All(connections.Value).Select(endpoint => CheckAsync(endpoint, cancellationToken)));

    private async Task<ModelCheckResult> CheckAsync(ConfiguredModel endpoint, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var connection = endpoint.Connection;
        var (ok, served, message, isThere, context) = await AskAsync(connection, cancellationToken);
        EndpointKnowledge? known = null;
        if (isThere && (connection.Model ?? Only(served)) is { } model)
        {
            (known, var said) = await ProbeAsync(connection, model, context, cancellationToken);
            (ok, message) = (ok, known) switch
            {
                (false, not null) => (true, (Sentence)$"It does not list '{model}', and answers to it."),
                (true, null) => (false, $"It lists '{model}', and does not answer to it ({said})."),
                _ => (ok, message),
            };
        }

        message = connection.Redact(message);
        return new(
            endpoint.Roles,
            connection.Server,
            ok,
            [.. served.Select(connection.Redact)],
            message.ToString(),
            time.GetElapsedTime(started).TotalMilliseconds)
        { Known = known, Sentence = message.WithValues() };
    }

    private static string? Only(IReadOnlyList<string> served) => served is [var only] ? only : null;

    /// <summary>What was known before is kept where this cannot tell.</summary>
    private async Task<(EndpointKnowledge? Known, Sentence Said)> ProbeAsync(
        ModelConnection connection, string model, int? context, CancellationToken cancellationToken)
    {
        var address = $"{connection.Server}{connection.Endpoint.AbsolutePath}";
        var isStored = true;
        EndpointKnowledge? before = null;
        try
        {
            before = (await states.RecallAsync(cancellationToken)).FirstOrDefault(one => one.Endpoint == address && one.Model == model);
        }
        catch (StoreUnavailableException)
        {
            // The check works without the store; only nothing is remembered.
            isStored = false;
        }

        using var budget = new CancellationTokenSource(ProbeBudget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        using var client = clients.CreateClient(ClientName);
        try
        {
            var (known, said) = await new ModelProbe(client, connection, model).RunAsync(
                before ?? new EndpointKnowledge { Endpoint = address, Model = model }, either.Token);
            if (known is null)
            {
                return (null, said);
            }

            known = known with { ContextTokens = context ?? known.ContextTokens, CheckedAt = time.GetUtcNow() };
            if (isStored)
            {
                await states.LearnAsync(known, cancellationToken);
            }

            return (known, said);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, "it is too slow for a check");
        }
    }

    /// <summary>The key as the endpoint wants it.</summary>
    internal static void Authorize(HttpRequestMessage request, ModelConnection connection)
    {
        if (connection is { Key: { } key, IsAzure: true })
        {
            request.Headers.Add("api-key", key);
        }
        else if (connection.Key is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }
    }

    /// <summary>
    /// Whether it serves the model, what it serves, in words, whether it is worth asking the model, and the context where it is told.
    /// </summary>
    private async Task<(bool Ok, IReadOnlyList<string> Served, Sentence Message, bool IsThere, int? Context)> AskAsync(
        ModelConnection connection, CancellationToken cancellationToken)
    {
        var version = connection.ApiVersion is { } value ? $"?api-version={value}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{connection.Endpoint.AbsoluteUri}/models{version}");
        Authorize(request, connection);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var isThere = (int)response.StatusCode is 401 or 403 or 404 or 405 or 500;
                return (false, [], MessageOf(response.StatusCode), isThere && connection.Model is not null, null);
            }

            var (names, context) = ReadList(await response.Content.ReadAsStringAsync(cancellationToken), connection.Model);
            var (ok, served, message) = Judge(connection, names);
            return (ok, served, message, true, context);
        }
        catch (HttpRequestException exception)
        {
            return (false, [], Unreachable(exception.HttpRequestError), false, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, [], "It did not answer in time. A cold server may need minutes; questions wait for it by themselves.", false, null);
        }
    }

    /// <summary>
    /// The ids of an OpenAI list of models, or null for anything else; and the context of the model, or of the first one, under whichever name a
    /// list tells it.
    /// </summary>
    private static (IReadOnlyList<string>? Names, int? Context) ReadList(string json, string? model)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var isList = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array;
            List<JsonElement> entries = isList ? [.. root.GetProperty("data").EnumerateArray().Take(MaxNames)]
                : root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Take(MaxNames)]
                : [];
            return (
                isList ? [.. entries.Select(NameOf).OfType<string>()] : null,
                entries.Find(one => model is null || NameOf(one) == model) is { ValueKind: JsonValueKind.Object } one ? ContextOf(one) : null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static int? ContextOf(JsonElement model) =>
        Contexts.Select(name => Number(model, name)).FirstOrDefault(static number => number is not null)
            ?? (model.TryGetProperty("meta", out var meta) ? Number(meta, "n_ctx") : null);

    private static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number) && number > 0
            ? number
            : null;

    private static (bool Ok, IReadOnlyList<string> Served, Sentence Message) Judge(ModelConnection connection, IReadOnlyList<string>? served) =>
        served switch
        {
            null =>
                (
                    false,
                    [],
                    (Sentence)"It answered, but not with a list of models. Is this an OpenAI-compatible endpoint, and does the address end in /v1?"),
            [] => (false, [], "It serves no model (yet)."),
            _ when connection.Model is { } model => served.Contains(model, StringComparer.Ordinal)
                ? (true, served, (Sentence)$"It serves '{model}'.")
                : (
                    false,
                    served,
                    $"It does not serve '{model}', but: {string.Join(", ", served)}. Set Model in the connection string to one of these."),
            [var only] => (true, served, $"It serves '{only}'."),
            _ => (false, served, $"It serves several models: {string.Join(", ", served)}. Set Model in the connection string to one of these."),
        };

    private static Sentence Unreachable(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError =>
            (Sentence)$"{NotReachable(error)} {(Sentence)TransportException.TlsAdvice}",
        HttpRequestError.ResponseEnded => $"{NotReachable(error)} {(Sentence)"Is Endpoint http where the server speaks https?"}",
        _ => $"It is not reachable ({TransportException.Why(error)}). Is the server started, and is the address right?",
    };

    internal static Sentence NotReachable(HttpRequestError error) => $"It is not reachable ({TransportException.Why(error)}).";

    private static Sentence MessageOf(HttpStatusCode status) => (int)status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden =>
            (Sentence)$"It refused the key ({(int)status}). Set Key in the connection string.",
        StatusCodes.Status404NotFound => "It has no list of models there (404). The address of an OpenAI-compatible endpoint ends in /v1 as a rule.",
        StatusCodes.Status429TooManyRequests => "It is overloaded (429). Questions wait for it by themselves.",
        >= 300 and < 400 => $"It redirects elsewhere ({(int)status}); give the final address.",
        >= 500 => $"It is not ready ({(int)status}). A cold server may need minutes; questions wait for it by themselves.",
        _ => $"It refused the request ({(int)status}).",
    };

    private static string? NameOf(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object
            && model.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            && id.GetString() is { Length: <= MaxNameLength } name
            ? name
            : null;
}

/// <summary>Does the checks of the model endpoints that people ask for on System, one after the other.</summary>
internal sealed partial class ModelCheckService(
    IModelChecks checks, ModelCheck check, TimeProvider time, ILogger<ModelCheckService> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await NextAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task NextAsync(CancellationToken stoppingToken)
    {
        string? id = null;
        IReadOnlyList<ModelCheckResult>? results = null;
        try
        {
            id = await checks.TakeAsync(Patience, stoppingToken);
            results = id is null ? null : await check.RunAsync(stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The pump says so.
            await Task.Delay(Patience, time, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            Log.Fault(logger, exception);
        }
        finally
        {
            await TellAsync(id, results);
        }
    }

    /// <summary>Also that it came to nothing, so that nobody waits for a worker that stops.</summary>
    private async Task TellAsync(string? id, IReadOnlyList<ModelCheckResult>? results)
    {
        try
        {
            await (id is null ? Task.CompletedTask : checks.AnswerAsync(id, results, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            // Whoever waits sees for itself that nothing comes.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 312, Level = LogLevel.Error, Message = "A check of the model endpoints failed; whoever asked is told so.")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
