using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>One request for k samples, sent until it gives completions or it is clear that it never will: who waits, who retries, who
/// fails.</summary>
internal sealed partial class ChunkRequest(CallContext call, int size, long? seed)
{
    /// <summary>Whether these choices, and those of the call's other requests, leave the rest without a say; the second argument tells whether they
    /// were begun for the model. Null = all are waited for.</summary>
    public Func<IReadOnlyList<ChoiceBody>, bool, CancellationToken, Task<bool>>? IsEnough { get; init; }

    private const int MinKept = 16;

    private int _badReplies;
    private long? _firstBadReply;
    private int _longResends;
    private bool _isBegun;
    private readonly CapabilityLearner _learner = new(call);

    public async Task<ChunkResult> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await call.Wait.ForAsync(call.Endpoint.Gate, cancellationToken);
            var started = call.Time.GetTimestamp();
            var epoch = call.Endpoint.Gate.Epoch;
            var maxTokens = call.MaxTokens;
            var reply = await SendAsync(maxTokens, cancellationToken);
            if (
                reply is Reply.Interrupted
                {
                    Body.Choices: [],
                    Cause: not (Reply.NotReady or Reply.ServerFailed or Reply.EngineDied or Reply.Broken),
                } told)
            {
                reply = told.Cause;
            }

            switch (reply)
            {
                case Reply.Completed { Body: var body }:
                    call.Endpoint.Gate.Completed();
                    call.Endpoint.Found(call.Model.Name);
                    await call.Wait.EndAsync(cancellationToken);
                    call.Ledger.Add(body, ContextFitter.Estimate(call.Request));
                    await call.Endpoint.LearnContextAsync(call.Model, cancellationToken);
                    _learner.RefuseCut(body);
                    _learner.Remember(body, _isBegun);
                    return new ChunkResult.Drawn(ChoiceReader.InOrder(body.Choices!, size), _isBegun);
                case Reply.Interrupted broken:
                    var (complete, begun) = (broken.Body.Choices ?? [], Kept(broken));
                    if (complete.Count + begun.Count > 0)
                    {
                        call.Ledger.Add(
                            broken.Body with { Choices = [.. complete, .. begun.Select(static one => one.Choice)] },
                            ContextFitter.Estimate(call.Request));
                    }

                    Broke(broken, epoch);
                    if (complete.Count + begun.Count > 0)
                    {
                        return new ChunkResult.Broken(complete, _isBegun) { BrokenOff = begun };
                    }

                    break;
                case Reply.EngineDied died:
                    Died(died.Message, epoch);
                    break;
                case Reply.NotReady notReady:
                    Wait(notReady, call.Time.GetElapsedTime(started));
                    break;
                case Reply.ServerFailed failed:
                    await FailedAsync(failed, cancellationToken);
                    break;
                case Reply.Broken broken:
                    await RetryAsync(broken.Message, cancellationToken);
                    break;
                case Reply.BatchRefused refused:
                    return new ChunkResult.TooLarge(refused.Largest);
                case Reply.ContextExceeded exceeded:
                    _learner.Refit(exceeded, maxTokens);
                    break;
                case Reply.FieldRefused refused:
                    _learner.Drop(refused);
                    break;
                case Reply.RolesRefused or Reply.RequestRefused when _learner.Drops(reply, _isBegun):
                    break;
                case Reply.RolesRefused refused:
                    throw call.Fail(ErrorCodes.ModelRequestRefused, $"{refused.Message}");
                case Reply.ModelMissing:
                    throw new ModelException(await call.Endpoint.MissingAsync(call.Model.Name, cancellationToken));
                case Reply.KeyRefused refused:
                    throw call.Fail(ErrorCodes.ModelKeyRefused, refused.Message);
                case Reply.EndpointWrong wrong:
                    throw call.Fail(ErrorCodes.ModelEndpointWrong, wrong.Message);
                case Reply.RequestRefused refused:
                    throw call.Fail(ErrorCodes.ModelRequestRefused, refused.Message);
                case var unknown:
                    throw new InvalidOperationException($"Unknown reply {unknown.GetType().Name}.");
            }
        }
    }

    private async Task<Reply> SendAsync(int maxTokens, CancellationToken cancellationToken)
    {
        var endpoint = call.Endpoint;
        using var place = await endpoint.Flow.EnterAsync(call.Request.Question ?? "", call.Request.IsEvaluation, size, cancellationToken);
        await endpoint.MeasureAsync(call.Model, cancellationToken);
        var waiting = endpoint.Flow.Read().ServerWaiting;
        var written = ChatRequestWriter.Write(call, size, seed, maxTokens, RequestId());
        _isBegun = written.IsBegun;
        var startedAt = call.Time.GetUtcNow();
        var started = call.Time.GetTimestamp();
        Reply? reply = null;
        var facts = new RequestFacts(size, written.Fields, endpoint.Connection.HasVersion)
        {
            Stops = call.Request.Stop,
            IsEnd = call.Thinks || call.Capabilities.Knowledge is { ThinksUnasked: true } or { ThinksUnmarked: true } ? null : call.Request.IsEnd,
            MaxTokens = maxTokens,
        };
        await using var exchange = new ChatExchange(endpoint, place, facts, call.Options, call.Time, cancellationToken)
        {
            IsEnough = IsEnough is null ? null : (choices, token) => IsEnough(choices, _isBegun, token),
        };
        try
        {
            await call.Wait.DuringAsync(token => exchange.BeginAsync(written.Body, written.RequestId, token), endpoint.Gate, cancellationToken);
            if (place.FirstToken is not null)
            {
                endpoint.Gate.Answered();
                await call.Wait.EndAsync(cancellationToken);
            }

            reply = await exchange.EndAsync();
            return reply;
        }
        finally
        {
            var duration = call.Time.GetElapsedTime(started);
            var error = reply is Reply.Completed ? null : Describe(reply);
            call.Ledger.Add(new CallTry(startedAt, duration.TotalMilliseconds, size, exchange.Status, error?.ToString())
            {
                Sentence = error?.WithValues(),
                FirstTokenMs = place.FirstToken?.TotalMilliseconds,
                LostTokens = exchange.BrokenTokens - (reply is Reply.Interrupted broken ? Kept(broken).Sum(static one => one.Tokens) : 0),
                ServerQueueMs = (reply as Reply.Completed)?.Body.Metrics?.QueueTimeMs,
                ServerFirstTokenMs = (reply as Reply.Completed)?.Body.Metrics?.TimeToFirstTokenMs,
                ServerWaiting = waiting,
            });
            if (error is not null)
            {
                Log.RequestFailed(
                    call.Logger, call.EndpointName, size, exchange.Status, call.Endpoint.Connection.Server, reply?.GetType().Name ?? "Cancelled");
            }
        }
    }

    /// <summary>Where the call stands in its run, so that a server's log and ours can be read together.</summary>
    private string? RequestId() => call.Request is { Question: { } question, Place: { } place } ? $"{question}-{place.Key.Replace('/', '-')}" : null;

    /// <summary>Closes the gate; the loop then waits behind it. A request that failed late is not sent again and again: each time it was generated
    /// and paid.</summary>
    private void Wait(Reply.NotReady notReady, TimeSpan elapsed)
    {
        if (elapsed >= call.Options.LongGeneration && ++_longResends > call.Options.MaxLongResends)
        {
            throw call.Fail(
                ErrorCodes.ModelUnavailable,
                $"The request failed late {_longResends} times ({notReady.Message}), each time after {call.Options.LongGeneration.TotalSeconds:0} s "
                    + $"or more of work. "
                + $"Raise Models:FirstTokenTimeout (or the timeout of what stands in front of the model), or ask for fewer samples.");
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(notReady.Reason, notReady.Message, notReady.RetryAfter));
    }

    // A sample that broke off is gone on with where the server can; for a few words a prompt is not paid once more.
    private IReadOnlyList<(ChoiceBody Choice, long Tokens)> Kept(Reply.Interrupted broken) =>
        call.Request.Logprobs || call.Request.IsAnswerLine || !ChatRequestWriter.Continues(call)
            ? []
            : [.. broken.BrokenOff.Where(static one => one.Tokens >= MinKept && one.Choice.Message is { Content.Length: > 0, Thought: null })];

    private void Broke(Reply.Interrupted broken, long epoch)
    {
        var message = Describe(broken.Cause);
        if (!broken.IsStall)
        {
            Died(message, epoch);
            return;
        }

        if (call.Faults.Stalled() > call.Options.MaxLongResends)
        {
            throw call.Fail(
                ErrorCodes.ModelUnavailable,
                $"The model stopped writing in the middle {call.Options.MaxLongResends + 1} times ({message}). Look into the model server's log, or "
                    + $"raise Models:StallTimeout.");
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(WaitReasons.Unreachable, message, RetryAfter: null));
    }

    /// <summary>A server that died is waited for like a cold start; one that dies again and again under the same request is not killed once
    /// more.</summary>
    private void Died(Sentence message, long epoch)
    {
        var deaths = call.Faults.Died(epoch);
        if (deaths >= call.Options.MaxEngineDeaths)
        {
            throw call.Fail(
                ErrorCodes.ModelUnavailable,
                $"The model server died {deaths} times while it worked on this request ({message}), which is not sent again. Look into the "
                    + $"server's log{(call.Request.Seed is null
                        ? "."
                        : "; on some builds of vLLM seeded requests end the engine, so ask without a seed."):words}");
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(WaitReasons.Unreachable, message, RetryAfter: null));
    }

    /// <summary>A server that never completed anything may fail while it starts; one that did is broken for this request, or dead, which the probe
    /// tells.</summary>
    private async Task FailedAsync(Reply.ServerFailed failed, CancellationToken cancellationToken)
    {
        if (call.Endpoint.Gate.HasCompleted)
        {
            await RetryAsync(failed.Message, cancellationToken);
        }
        else if (call.Wait.Waited >= call.Options.FirstTokenTimeout)
        {
            throw call.Fail(
                ErrorCodes.ModelUnavailable,
                $"The endpoint kept failing for {WaitText.Seconds(call.Wait.Waited)} without ever answering. {failed.Message} Look into the model "
                    + $"server's log.");
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(WaitReasons.Unreachable, failed.Message, RetryAfter: null));
    }

    private async Task RetryAsync(Sentence message, CancellationToken cancellationToken)
    {
        _firstBadReply ??= call.Time.GetTimestamp();
        _badReplies++;
        var pause = call.Options.Backoff * Math.Pow(2, _badReplies - 1);
        if (_badReplies >= call.Options.MaxBadReplies || call.Time.GetElapsedTime(_firstBadReply.Value) + pause > call.Options.BadReplyWindow)
        {
            throw call.Fail(
                ErrorCodes.ModelBadReply,
                $"{message} (tried {_badReplies} times). Look into the model server's log, or what stands in front of it.");
        }

        await Task.Delay(pause, call.Time, cancellationToken);
    }

    private Sentence Describe(Reply? reply) => call.Endpoint.Connection.Redact(reply switch
    {
        null => (Sentence)"cancelled",
        Reply.Interrupted broken => $"broke after {broken.Body.Choices?.Count ?? 0} of {size} samples: {Describe(broken.Cause)}",
        Reply.NotReady notReady => notReady.Message,
        Reply.ServerFailed failed => failed.Message,
        Reply.EngineDied died => $"{died.Message}",
        Reply.Broken broken => broken.Message,
        Reply.ModelMissing missing => $"{missing.Message}",
        Reply.KeyRefused refused => refused.Message,
        Reply.EndpointWrong wrong => wrong.Message,
        Reply.ContextExceeded exceeded => $"{exceeded.Message}",
        Reply.BatchRefused refused => $"n={size} refused, going on with {refused.Largest}",
        Reply.FieldRefused refused => $"field {refused.Field} refused",
        Reply.RolesRefused refused => $"{refused.Message}",
        Reply.RequestRefused refused => refused.Message,
        _ => reply.GetType().Name,
    });

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 301,
            Level = LogLevel.Warning,
            Message = "A request for {N} samples to {Endpoint} ({Server}) gave none: {Outcome}, HTTP {Status}")]
        public static partial void RequestFailed(ILogger logger, string endpoint, int n, int? status, string server, string outcome);
    }
}

/// <summary>How one request for k samples ended. Closed.</summary>
internal abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It gave 1 to k choices, in order.</summary>
    public sealed record Drawn(IReadOnlyList<ChoiceBody> Choices, bool IsBegun) : ChunkResult;

    /// <summary>It broke, and these had come to their end before.</summary>
    public sealed record Broken(IReadOnlyList<ChoiceBody> Choices, bool IsBegun) : ChunkResult
    {
        /// <summary>Choices that broke off and are gone on with where they ended, with the tokens that they have.</summary>
        public IReadOnlyList<(ChoiceBody Choice, long Tokens)> BrokenOff { get; init; } = [];
    }

    /// <summary>The endpoint takes no n as large; nothing was drawn.</summary>
    public sealed record TooLarge(int Largest) : ChunkResult;
}
