using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.SystemStatus;

internal static class SystemExtensions
{
    // It is on this machine.
    private static readonly TimeSpan RelayTimeout = TimeSpan.FromSeconds(15);

    private const int MaxReplyBytes = 1024 * 1024;

    public static void AddSystemStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ModelConnections>().BindConfiguration(ModelConnections.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LocalModelRelay>();
        var client = builder.Services.AddHttpClient(LocalModelRelay.ClientName, static client =>
        {
            client.Timeout = RelayTimeout;
            client.MaxResponseContentBufferSize = MaxReplyBytes;
        });
        client.ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false }).WithoutResilience();
    }
}

/// <summary><c>/system</c>: how the stack is, and what a person may do about it.</summary>
internal static class SystemApi
{
    private static readonly ProblemResult NoWorker = new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.NoWorker,
        "No worker is there to check the model",
        "The workers alone have the model's key, and none took the check. Start one, or look at its log; then check again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private static readonly ProblemResult WorkerGone = NoWorker with
    {
        Title = "The check did not come to an end",
        Sentence = "The worker that took it has ended, or the model endpoint is too slow for a check. Look at the workers' log, and check again.",
    };

    public static RouteGroupBuilder MapSystem(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/system").WithTags("System");
        group.MapGet("", ReportAsync)
            .WithName("ReadSystem")
            .WithSummary("Queue, workers, model, recent failures; asks nothing of the model endpoint");
        group.MapGet("/usage", ReadUsageAsync)
            .WithName("ReadUsage")
            .WithSummary("Tokens, cost and latency percentiles of the latest questions, from their records")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/models", ReadModelsAsync)
            .WithName("ReadModelEndpoints")
            .WithSummary("How the workers use the model endpoints, and what was learnt of them; asks nothing of any endpoint")
            .WithMetadata(new RequiredScope(Scopes.Admin))
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/model-check", CheckModelsAsync)
            .WithName("CheckModels")
            .WithSummary("Ask each configured endpoint which models it serves, and its model for a few tokens to see what it can do")
            .WithMetadata(new RequiredScope(Scopes.Admin))
            .LimitsModelChecks()
            .WithDescription(
                "A worker does it, which has the key: up to a dozen requests of a few tokens each. On serverless endpoints they may be billed and "
                + "start a machine: send it on a person's wish only.")
            .ProducesProblems(StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/dead/{id}/retry", RetryAsync)
            .WithName("RetryDead")
            .WithSummary("Put a given-up question back, with fresh attempts")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/dead/retry", RetryAllAsync)
            .WithName("RetryAllDead")
            .WithSummary("Put every given-up question back, with fresh attempts")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapDelete("/dead", EmptyDeadAsync)
            .WithName("EmptyDead")
            .WithSummary("Delete every given-up question with its records")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapLocalModel();
        return group;
    }

    private static async Task<Ok<SystemReport>> ReportAsync(
        IQuestionQueue queue,
        IQuestionStore store,
        IConfiguration configuration,
        IOptions<ModelConnections> connections,
        CurrentPerson person,
        CancellationToken cancellationToken)
    {
        QueueSnapshot? snapshot = null;
        IReadOnlyList<FailureReport> failures = [];
        var state = new StoreReport(Available: true, Message: null);
        try
        {
            // How many questions others have is theirs to know.
            snapshot = person.Limited is null ? await queue.InspectAsync(cancellationToken) : null;
            failures = await RecentFailures.ReadAsync(queue, store, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            // The page that reports trouble must not fail with it.
            state = new(Available: false, exception.Message);
        }

        var persistent = !configuration.GetValue("Mact:VolatileHistory", defaultValue: false);
        return TypedResults.Ok(new SystemReport(
            BuildInformation.Current.Full, persistent, state, snapshot, ReportModel(configuration, connections.Value), failures));
    }

    private static async Task<Ok<ModelEndpointsReport>> ReadModelsAsync(IEndpointStates states, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ModelEndpointsReport(await states.ReadAsync(cancellationToken), await states.RecallAsync(cancellationToken)));

    private static async Task<Results<Ok<IReadOnlyList<ModelCheckResult>>, ProblemResult>> CheckModelsAsync(
        IModelChecks checks, CancellationToken cancellationToken) => await checks.AskAsync(cancellationToken) switch
        {
            ModelCheckAnswer.Done done => TypedResults.Ok(done.Results),
            ModelCheckAnswer.NoWorker => NoWorker,
            _ => WorkerGone,
        };

    private static async Task<Results<Accepted<QuestionRef>, ProblemResult>> RetryAsync(
        string id, IQuestionQueue queue, IQuestionStore store, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return await queue.RetryDeadAsync(id, cancellationToken)
            ? TypedResults.Accepted(QuestionLinks.Self(id), new QuestionRef(id, QuestionLinks.Of(id)))
            : ProblemResult.Conflict(
                ProblemCodes.QuestionNotDead,
                "The question was not given up",
                "Only a question whose every attempt failed can be retried; ask this one again instead.");
    }

    private static async Task<NoContent> RetryAllAsync(IQuestionQueue queue, CancellationToken cancellationToken)
    {
        foreach (var letter in await queue.ListDeadAsync(int.MaxValue, cancellationToken))
        {
            await queue.RetryDeadAsync(letter.Id, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EmptyDeadAsync(IQuestionQueue queue, IQuestionStore store, CancellationToken cancellationToken)
    {
        foreach (var letter in await queue.ListDeadAsync(int.MaxValue, cancellationToken))
        {
            await store.DeleteAsync(letter.Id, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Ok<UsageReport>> ReadUsageAsync(
        IQuestionStore store, CancellationToken cancellationToken, int questions = RecentUsage.MaxQuestions)
    {
        Paging.Require("questions", questions, 1, RecentUsage.MaxQuestions);
        return TypedResults.Ok(await RecentUsage.ReadAsync(store, questions, cancellationToken));
    }

    private static ModelReport ReportModel(IConfiguration configuration, ModelConnections connections)
    {
        var endpoints = ConfiguredModel.All(connections);
        var isStandIn = LocalModelSettings.IsStandIn(configuration);
        return new(
            NameFor("planner"),
            NameFor("coder"),
            isStandIn,
            [
                .. endpoints.Select(
                    static endpoint => new EndpointReport(endpoint.Roles, endpoint.Connection.Server, endpoint.Connection.Model ?? "auto")),
            ],
            !isStandIn && LocalModelSettings.Address(configuration) is not null);

        string? NameFor(string role) =>
            endpoints.FirstOrDefault(endpoint => endpoint.Roles.Contains(role)) is { } endpoint ? endpoint.Connection.Model ?? "auto" : null;
    }
}

/// <summary>Questions that failed lately, with their reasons.</summary>
internal static class RecentFailures
{
    private const int Looked = 200;
    private const int Shown = 20;

    public static async Task<IReadOnlyList<FailureReport>> ReadAsync(IQuestionQueue queue, IQuestionStore store, CancellationToken cancellationToken)
    {
        var dead = (await queue.ListDeadAsync(Shown, cancellationToken)).Select(static letter => letter.Id).ToHashSet(StringComparer.Ordinal);
        var recent = await store.ListAsync(before: null, Looked, cancellationToken);
        var failed = recent.Where(static question => question.Status == QuestionStatus.Failed).Select(static question => question.Id).Take(Shown);
        List<FailureReport> failures = [];

        // Ids sort by time of submission.
        foreach (var id in failed.Union(dead, StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal))
        {
            if (await QuestionReader.FindViewAsync(store, id, cancellationToken) is { } view)
            {
                failures.Add(new(id, view.Question, view.SubmittedAt, view.Error, dead.Contains(id)));
            }
        }

        return failures;
    }
}

/// <summary>Tokens and latencies of the latest questions.</summary>
internal static class RecentUsage
{
    /// <summary>Questions whose records are read for one report.</summary>
    public const int MaxQuestions = 50;

    public static async Task<UsageReport> ReadAsync(IQuestionStore store, int max, CancellationToken cancellationToken)
    {
        var ended = (await store.ListAsync(before: null, max, cancellationToken)).Where(
            static question => question.Status >= QuestionStatus.Answered).ToList();
        List<ModelCall> calls = [];
        List<double> waits = [];
        foreach (var question in ended)
        {
            foreach (var stored in await store.ReadRecordsAsync(question.Id, 0, cancellationToken))
            {
                switch (stored.Record)
                {
                    // A replayed call asked nobody: its 0 ms say nothing about the endpoint.
                    case ModelCall { Reply.Replayed: null } call:
                        calls.Add(call);
                        break;
                    case AttemptStarted started:
                        waits.Add(started.QueueWaitMs);
                        break;
                }
            }
        }

        var usage = calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Reply.Usage);
        return new(
            ended.Count,
            calls.Count,
            calls.Sum(static call => call.Reply.Tries.Count(static attempt => attempt.Error is not null)),
            usage.InputTokens,
            usage.CachedTokens,
            usage.OutputTokens,
            calls.Exists(static call => call.Reply.Cost is not null) ? calls.Sum(static call => call.Reply.Cost ?? 0) : null,
            LatencyReport.Of(calls.Select(static call => call.Reply.DurationMs)),
            LatencyReport.Of(ended.Select(static question => question.ElapsedMs).OfType<double>()),
            LatencyReport.Of(waits));
    }
}
