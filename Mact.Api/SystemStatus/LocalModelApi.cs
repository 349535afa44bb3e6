using System.IO.Pipes;
using System.Net;
using Mact.Api.Access;
using Mact.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.Api.SystemStatus;

/// <summary>
/// <c>/system/local-model</c>: has the service that runs a model here started, and passes on what people choose, where the stack has one.
/// </summary>
internal static class LocalModelApi
{
    private static readonly LocalModelReport Off = new(LocalModelState.Off, Name: null, Message: null, Progress: null, string.Empty, []);

    private static readonly ProblemResult NoService = ProblemResult.NotFound(
        ProblemCodes.NoLocalModel,
        "This stack runs no model of its own",
        "Start it with --local-model to use a model on this computer: dotnet run --project Mact.AppHost -- --local-model");

    private static readonly ProblemResult Away = new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.NoLocalModel,
        "The service of the local model does not answer",
        "It may be starting, or have ended: the dashboard shows the resource 'model' with its log, and starts it again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private static readonly ProblemResult NotChosen = ProblemResult.Conflict(
        ProblemCodes.LocalModelChosen,
        "A model is there or on its way",
        "Wait until it is there, or end its download; to change a model that answers, start the stack with --local-model FILE.");

    public static void MapLocalModel(this RouteGroupBuilder system)
    {
        var group = system.MapGroup("/local-model").WithMetadata(new RequiredScope(Scopes.Admin));
        group.MapGet("", ReadAsync)
            .WithName("ReadLocalModel")
            .WithSummary("The model on this computer, and the files that could become one")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", StartAsync)
            .WithName("StartLocalModel")
            .WithSummary("Start the service of the local model where it does not run yet; it takes the table reader's place once its model answers")
            .WithDescription("Nothing is fetched. A file that was chosen before is loaded at once.")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/{id}", ChooseAsync)
            .WithName("ChooseLocalModel")
            .WithSummary("Fetch a file of the list, if it is not there yet, and load it")
            .WithDescription("Hundreds of megabytes may be fetched from the address that the list names: send it on a person's wish only.")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        group.MapDelete("", StopAsync)
            .WithName("StopLocalModelDownload")
            .WithSummary("End the download; what was fetched is kept")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<Results<Ok<LocalModelReport>, ProblemResult>> ReadAsync(LocalModelRelay relay, CancellationToken cancellationToken) =>
        ReportAsync(relay, HttpMethod.Get, string.Empty, cancellationToken);

    private static async Task<Results<Ok<LocalModelReport>, ProblemResult>> StartAsync(LocalModelRelay relay, CancellationToken cancellationToken)
    {
        if (!relay.CanStart)
        {
            return await ReadAsync(relay, cancellationToken);
        }

        return await relay.TryStartAsync(cancellationToken) ? TypedResults.Ok(Off with { State = LocalModelState.Starting }) : Away;
    }

    private static Task<Results<Ok<LocalModelReport>, ProblemResult>> ChooseAsync(
        string id, LocalModelRelay relay, CancellationToken cancellationToken) =>
        ReportAsync(relay, HttpMethod.Post, $"/{Uri.EscapeDataString(id)}", cancellationToken);

    private static async Task<Results<NoContent, ProblemResult>> StopAsync(LocalModelRelay relay, CancellationToken cancellationToken)
    {
        if (!relay.IsThere)
        {
            return NoService;
        }

        using var response = await relay.SendAsync(HttpMethod.Delete, string.Empty, cancellationToken);
        return response is { IsSuccessStatusCode: true } ? TypedResults.NoContent() : Away;
    }

    private static async Task<Results<Ok<LocalModelReport>, ProblemResult>> ReportAsync(
        LocalModelRelay relay, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        if (!relay.IsThere)
        {
            return NoService;
        }

        using var response = await relay.SendAsync(method, path, cancellationToken);
        return response?.StatusCode switch
        {
            HttpStatusCode.OK => TypedResults.Ok(await response.Content.ReadFromJsonAsync(MactJson.Default.LocalModelReport, cancellationToken)),
            HttpStatusCode.NotFound => ProblemResult.NotFound(
                ProblemCodes.NoLocalModel, "There is no such file", "GET /system/local-model lists the files that can be chosen."),
            HttpStatusCode.Conflict => NotChosen,
            null when relay.CanStart => TypedResults.Ok(Off with { State = relay.IsStarting ? LocalModelState.Starting : LocalModelState.Off }),
            _ => Away,
        };
    }
}

/// <summary>Asks the service of the local model, and has it started.</summary>
internal sealed class LocalModelRelay(IConfiguration configuration, IHttpClientFactory clients)
{
    /// <summary>The named client: no retries, no redirects, bounded replies.</summary>
    public const string ClientName = "local-model";

    // Who started this process listens as long as it lives itself.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(5);

    // Before it is started, Aspire's proxy accepts at its address and lets everybody wait.
    private static readonly TimeSpan OffLimit = TimeSpan.FromSeconds(2);
    private volatile bool _isStarting;

    public bool IsThere => LocalModelSettings.Address(configuration) is not null;

    /// <summary>It may not run yet: something else answers.</summary>
    public bool CanStart => LocalModelSettings.IsStandIn(configuration) && configuration[LocalModelSettings.Pipe] is { Length: > 0 };

    /// <summary>It was asked for, and has not answered yet.</summary>
    public bool IsStarting => _isStarting;

    /// <summary>Sends a request without a body; null where nobody answers.</summary>
    public async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CanStart ? OffLimit : Timeout.InfiniteTimeSpan);
        using var request = new HttpRequestMessage(method, $"{LocalModelSettings.Address(configuration)}/local-model{path}");
        try
        {
            var response = await client.SendAsync(request, limit.Token);
            _isStarting = false;
            return response;
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Has the AppHost start it: a connection to its pipe says all.</summary>
    public async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        await using var pipe = new NamedPipeClientStream(
            ".", configuration[LocalModelSettings.Pipe]!, PipeDirection.Out, PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(StartLimit, cancellationToken);
            return _isStarting = true;
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>What the AppHost says of the model on this computer.</summary>
internal static class LocalModelSettings
{
    /// <summary>Whoever connects to the pipe of this name has the service started.</summary>
    public const string Pipe = "Mact:LocalModelPipe";

    /// <summary>Where the service is, without a slash at the end; null = this stack has none.</summary>
    public static string? Address(IConfiguration configuration) =>
        configuration["Mact:LocalModel"] is { Length: > 0 } address ? address.TrimEnd('/') : null;

    /// <summary>The built-in table reader answers questions.</summary>
    public static bool IsStandIn(IConfiguration configuration) => configuration.GetValue("Mact:ModelStandIn", defaultValue: false);
}
