using System.Net;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Models;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.SystemStatus;

/// <summary><c>/system/local-model</c>: passes on what people choose to the service that runs a model here, where the stack has one.</summary>
internal static class LocalModelApi
{
    /// <summary>The setting that says so: the model endpoint is that service.</summary>
    public const string Setting = "Mact:LocalModel";

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
            _ => Away,
        };
    }
}

/// <summary>Asks the service of the local model.</summary>
internal sealed class LocalModelRelay(IConfiguration configuration, IOptions<ModelConnections> connections, IHttpClientFactory clients)
{
    /// <summary>The named client: no retries, no redirects, bounded replies.</summary>
    public const string ClientName = "local-model";

    public bool IsThere => configuration.GetValue(LocalModelApi.Setting, defaultValue: false) && ConfiguredModel.All(connections.Value).Count > 0;

    /// <summary>Sends a request without a body; null where nobody answers.</summary>
    public async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        var server = ConfiguredModel.All(connections.Value)[0].Connection.Endpoint.GetLeftPart(UriPartial.Authority);
        using var request = new HttpRequestMessage(method, $"{server}/local-model{path}");
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
