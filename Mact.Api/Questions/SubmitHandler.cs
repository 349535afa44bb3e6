using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Api.Tables;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Questions;

/// <summary><c>POST /questions</c>.</summary>
internal sealed partial class SubmitHandler(
    QuestionRequestReader reader,
    IQuestionStore store,
    IQuestionQueue queue,
    Admission admission,
    Room room,
    IOptions<QueueOptions> queueOptions,
    TimeProvider time,
    ApiMetrics metrics,
    ILogger<SubmitHandler> logger)
{
    /// <summary>Reads, checks, stores the tables, then stores and queues the question in one step.</summary>
    public static Task<Results<Accepted<AcceptedQuestion>, Ok<AcceptedQuestion>, ProblemResult>> SubmitAsync(
        HttpContext context, SubmitHandler handler, CancellationToken cancellationToken) => handler.SubmitAsync(context, cancellationToken);

    private async Task<Results<Accepted<AcceptedQuestion>, Ok<AcceptedQuestion>, ProblemResult>> SubmitAsync(
        HttpContext context, CancellationToken cancellationToken)
    {
        var key = IdempotencyHeader.Read(context.Request);
        var request = await reader.ReadAsync(context.Request, cancellationToken);
        var (submission, stored) = await EnqueueAsync(request, key, ClientKey.Of(context), cancellationToken);
        switch (submission)
        {
            case Submission.Accepted accepted:
                return TypedResults.Accepted(
                    QuestionLinks.Self(accepted.Id), new AcceptedQuestion(accepted.Id, QuestionStatus.Queued, QuestionLinks.Of(accepted.Id), stored));

            case Submission.Existing existing:
                context.Response.Headers.Location = QuestionLinks.Self(existing.Id);
                var status = await QuestionReader.FindViewAsync(store, existing.Id, cancellationToken) is { } view
                    ? view.Status
                    : QuestionStatus.Queued;
                return TypedResults.Ok(new AcceptedQuestion(existing.Id, status, QuestionLinks.Of(existing.Id), stored));

            default:
                return ProblemOf(submission);
        }
    }

    /// <summary>Stores the tables of a checked request, then stores and queues the question.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="key">The same key never asks twice; null = none.</param>
    /// <param name="client">Whom the per-client limit counts.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<(Submission Submission, IReadOnlyList<TableInfo> Stored)> EnqueueAsync(
        CheckedQuestion request, string? key, string client, CancellationToken cancellationToken)
    {
        client = admission.ClientOf(client);
        request = request with { Options = admission.Require(request.Options) };
        if (await admission.FindRefusalAsync(client, cancellationToken) is { } refusal)
        {
            return (refusal, []);
        }

        await room.RequireAsync(cancellationToken);
        var (references, stored) = await StoreTablesAsync(request.Tables, cancellationToken);
        var question = ToQuestion(request, references, client);
        var submission = await queue.SubmitAsync(question, IdempotencyHeader.For(key, question), cancellationToken);
        metrics.QuestionHandedIn(submission switch
        {
            Submission.Accepted => "accepted",
            Submission.Existing => "existing",
            Submission.Conflict => "conflict",
            Submission.Full full => full.ClientLimit ? "clientLimit" : "full",
            _ => "tableMissing",
        });
        if (submission is Submission.Accepted { Id: var id })
        {
            Log.Accepted(logger, id, request.Tables.Count);
        }

        return (submission, stored);
    }

    /// <summary>Why a question was not taken.</summary>
    public ProblemResult ProblemOf(Submission submission) => submission switch
    {
        Submission.Conflict conflict => ProblemResult.Conflict(
            ProblemCodes.IdempotencyKeyReused,
            "The idempotency key was used for another question",
            $"It belongs to question {conflict.Id}, which differs in text, tables, context or options. Use a new key for a new question."),
        Submission.Full full => ToProblem(full),
        Submission.TableMissing missing => KnownProblems.TableNotFound(missing.Ids[0]),
        _ => throw new InvalidOperationException($"{submission.GetType().Name} is no refusal."),
    };

    private async Task<(IReadOnlyList<TableRef> References, IReadOnlyList<TableInfo> Stored)> StoreTablesAsync(
        IReadOnlyList<QuestionTable> tables, CancellationToken cancellationToken)
    {
        if (tables.OfType<QuestionTable.Stored>().FirstOrDefault(static table => !TableStorage.IsId(table.Id)) is { } impossible)
        {
            throw new RequestRefusedException(KnownProblems.TableNotFound(impossible.Id));
        }

        List<TableRef> references = [];
        List<TableInfo> stored = [];
        foreach (var table in tables)
        {
            switch (table)
            {
                case QuestionTable.Inline inline:
                    var info = await TableStorage.PutAsync(store, inline.Reading, cancellationToken);
                    stored.Add(info);
                    references.Add(new(info.Id, info.Name));
                    break;
                case QuestionTable.Stored reference:
                    references.Add(new(reference.Id, reference.Name));
                    break;
            }
        }

        metrics.TablesStored(stored.Count);
        return (references, stored);
    }

    private Question ToQuestion(CheckedQuestion request, IReadOnlyList<TableRef> tables, string client)
    {
        var now = time.GetUtcNow();
        var activity = Activity.Current;
        QuestionTrace.NameRequest(request.Text);
        return new(Guid.CreateVersion7(now).ToString("N"), request.Text, tables, request.Context, request.Options, now, client)
        {
            TraceParent = activity?.Id,
            TraceState = activity?.TraceStateString,
        };
    }

    private ProblemResult ToProblem(Submission.Full full) => full.Limit is { } limit
        ? new(StatusCodes.Status429TooManyRequests, ProblemCodes.LimitReached, "No more questions for today", limit) { RetryAfter = full.RetryAfter }
        : full.ClientLimit
        ? new(
            StatusCodes.Status429TooManyRequests,
            ProblemCodes.ClientLimit,
            "You have as many unfinished questions as one client may have",
            $"One client may have {queueOptions.Value.MaxPerClient} of them (Queue:MaxPerClient). Wait until some are answered, or cancel those "
                + $"that are no longer needed.")
        {
            RetryAfter = full.RetryAfter,
        }
        : new(
            StatusCodes.Status429TooManyRequests,
            ProblemCodes.QueueFull,
            "The queue is full",
            $"{queueOptions.Value.MaxQueued} questions may wait (Queue:MaxQueued), and as many do. Nothing was stored. More workers would empty it "
                + $"sooner.")
        {
            RetryAfter = full.RetryAfter,
        };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Question {Id} is accepted over {Tables} tables")]
        public static partial void Accepted(ILogger logger, string id, int tables);
    }
}

/// <summary>The header Idempotency-Key: the same key with the same question gives the same question, however often it is sent.</summary>
internal static class IdempotencyHeader
{
    private const string Name = "Idempotency-Key";
    private const int MaxLength = 200;

    /// <summary>The client's key, or null.</summary>
    /// <exception cref="RequestRefusedException">It is empty, too long, or not plain ASCII (400).</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return null;
        }

        var key = values.ToString();
        return key.Length is > 0 and <= MaxLength && key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidIdempotencyKey,
                "The idempotency key is not usable",
                $"{Name} must be 1 to {MaxLength} printable ASCII characters without spaces, for example a UUID."));
    }

    /// <summary>The key with a hash of what is asked. The tables are in it by content, so that it does not matter in which form they came.</summary>
    public static IdempotencyKey? For(string? key, Question question)
    {
        if (key is null)
        {
            return null;
        }

        var asked = new Question(string.Empty, question.Text, question.Tables, question.Context, question.Options, default, string.Empty);
        return new(key, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, MactJson.Default.Question))));
    }
}

/// <summary>Whom the per-client limit counts: a hash of the remote address, so that no address is stored with a question.</summary>
/// <remarks>Behind a proxy, set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, or all its clients count as one.</remarks>
internal static class ClientKey
{
    private const int Length = 16;

    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var text = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString() ?? "unknown";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }
}
