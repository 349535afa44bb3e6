using System.Globalization;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>One request for k samples, sent until it gives completions or it is clear that it never will: who waits, who retries, who fails.</summary>
internal sealed class ChunkRequest(CallContext call, int size, long? seed)
{
    private const int MaxRefits = 3;

    private int _badReplies;
    private long? _firstBadReply;
    private int _longResends;
    private int _refits;

    public async Task<ChunkResult> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await call.Wait.ForAsync(call.Endpoint.Gate, cancellationToken);
            var started = call.Time.GetTimestamp();
            var maxTokens = call.MaxTokens;
            switch (await SendAsync(maxTokens, cancellationToken))
            {
                case Reply.Completed { Body: var body }:
                    call.Endpoint.Gate.Completed();
                    call.Ledger.Add(body);
                    await call.Wait.EndAsync(cancellationToken);
                    return new ChunkResult.Drawn(ChoiceReader.InOrder(body.Choices!, size));
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
                    Refit(exceeded, maxTokens);
                    break;
                case Reply.FieldRefused refused:
                    Drop(refused);
                    break;
                case Reply.ModelMissing:
                    var served = await call.Endpoint.ServedNamesAsync(cancellationToken);
                    throw new ModelException(ModelSelector.NotServed(call.Model.Name, served, call.Endpoint.Connection));
                case Reply.KeyRefused refused:
                    throw Fail(ErrorCodes.ModelKeyRefused, refused.Message);
                case Reply.EndpointWrong wrong:
                    throw Fail(ErrorCodes.ModelEndpointWrong, wrong.Message);
                case Reply.RequestRefused refused:
                    throw Fail(ErrorCodes.ModelRequestRefused, refused.Message);
                case var unknown:
                    throw new InvalidOperationException($"Unknown reply {unknown.GetType().Name}.");
            }
        }
    }

    private async Task<Reply> SendAsync(int maxTokens, CancellationToken cancellationToken)
    {
        var endpoint = call.Endpoint;
        using var place = await endpoint.Limiter.AcquireAsync(call.Request.Question ?? "", cancellationToken);
        var (body, fields) = ChatRequestWriter.Write(call.Request, call.Model, size, seed, maxTokens, call.Options, endpoint.Capabilities);
        var startedAt = call.Time.GetUtcNow();
        var started = call.Time.GetTimestamp();
        var limit = endpoint.Gate.IsCold ? call.Options.FirstAnswerTimeout : call.Options.WarmTimeout;
        int? status = null;
        Reply? reply = null;
        try
        {
            using var timeout = new CancellationTokenSource(limit, call.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                var http = await call.Wait.DuringAsync(
                    async token =>
                    {
                        using var all = CancellationTokenSource.CreateLinkedTokenSource(token, either.Token);
                        return await endpoint.Transport.CompleteAsync(body, all.Token);
                    },
                    endpoint.Gate,
                    cancellationToken);
                status = http.Status;
                reply = ReplyReader.Read(http, new RequestFacts(size, fields, endpoint.Connection.HasVersion));
            }
            catch (TransportException exception)
            {
                reply = new Reply.NotReady(WaitReasons.Unreachable, exception.Message);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                reply = new Reply.NotReady(WaitReasons.Unreachable, $"no answer within {WaitWords.Seconds(limit)}");
            }

            return reply;
        }
        finally
        {
            var duration = call.Time.GetElapsedTime(started);
            var error = reply is Reply.Completed ? null : Describe(reply);
            call.Ledger.Add(new CallTry(startedAt, duration.TotalMilliseconds, size, status, error));
            if (error is not null)
            {
                ModelLog.RequestFailed(call.Logger, call.EndpointName, size, status, call.Endpoint.Connection.Server, reply?.GetType().Name ?? "Cancelled");
            }
        }
    }

    /// <summary>Closes the gate; the loop then waits behind it. A request that failed late is not sent again and again: each time it was generated and paid.</summary>
    private void Wait(Reply.NotReady notReady, TimeSpan elapsed)
    {
        if (elapsed >= call.Options.LongGeneration && ++_longResends > call.Options.MaxLongResends)
        {
            throw Fail(
                ErrorCodes.ModelUnavailable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The request failed late {_longResends} times ({notReady.Message}), each time after {call.Options.LongGeneration.TotalSeconds:0} s or more of work. Raise Models:WarmTimeout (or the proxy's timeout in front of the model), or ask for fewer samples."));
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(notReady.Reason, notReady.Message, notReady.RetryAfter));
    }

    /// <summary>A server that never completed anything may fail while it starts; one that did is broken for this request, or dead, which the probe tells.</summary>
    private async Task FailedAsync(Reply.ServerFailed failed, CancellationToken cancellationToken)
    {
        if (call.Endpoint.Gate.HasCompleted)
        {
            await RetryAsync(failed.Message, cancellationToken);
        }
        else if (call.Wait.Waited >= call.Options.FirstAnswerTimeout)
        {
            throw Fail(
                ErrorCodes.ModelUnavailable,
                $"The endpoint kept failing for {WaitWords.Seconds(call.Wait.Waited)} without ever answering. {failed.Message} Look into the model server's log.");
        }

        call.Endpoint.Gate.Close(new ModelListing.NotReady(WaitReasons.Unreachable, failed.Message, RetryAfter: null));
    }

    private async Task RetryAsync(string message, CancellationToken cancellationToken)
    {
        _firstBadReply ??= call.Time.GetTimestamp();
        _badReplies++;
        var pause = call.Options.Backoff * Math.Pow(2, _badReplies - 1);
        if (_badReplies >= call.Options.MaxBadReplies || call.Time.GetElapsedTime(_firstBadReply.Value) + pause > call.Options.BadReplyWindow)
        {
            throw Fail(
                ErrorCodes.ModelBadReply,
                string.Create(CultureInfo.InvariantCulture, $"{message} (tried {_badReplies} times). Look into the model server's log, or what stands in front of it."));
        }

        await Task.Delay(pause, call.Time, cancellationToken);
    }

    private void Refit(Reply.ContextExceeded exceeded, int maxTokens)
    {
        if (++_refits > MaxRefits)
        {
            throw new ContextTooLongException(
                new QuestionError(ErrorCodes.ContextTooLong, call.Endpoint.Connection.Redact(exceeded.Message)), exceeded.PromptTokens, exceeded.ContextTokens);
        }

        call.MaxTokens = Math.Min(call.MaxTokens, ContextFitter.Refit(exceeded, call.Model, maxTokens, call.Options, call.Endpoint.Connection.Server));
    }

    private void Drop(Reply.FieldRefused refused)
    {
        if (refused.Field == "logprobs")
        {
            throw Fail(ErrorCodes.OptionNotSupported, $"The endpoint gives no log-probabilities: {refused.Message}. Choose another selection than logp.");
        }

        if (refused.Field == "max_completion_tokens")
        {
            throw Fail(ErrorCodes.ModelRequestRefused, $"The endpoint takes neither max_tokens nor max_completion_tokens: {refused.Message}");
        }

        if (call.Endpoint.Capabilities.Refuses(refused.Field))
        {
            ModelLog.FieldDropped(call.Logger, refused.Field, call.Endpoint.Connection.Server);
        }
    }

    private ModelException Fail(string code, string message) =>
        new(new QuestionError(code, call.Endpoint.Connection.Redact($"{message} (model endpoint {call.Endpoint.Connection.Server})")));

    private string Describe(Reply? reply) => call.Endpoint.Connection.Redact(reply switch
    {
        null => "cancelled",
        Reply.NotReady notReady => notReady.Message,
        Reply.ServerFailed failed => failed.Message,
        Reply.Broken broken => broken.Message,
        Reply.ModelMissing missing => missing.Message,
        Reply.KeyRefused refused => refused.Message,
        Reply.EndpointWrong wrong => wrong.Message,
        Reply.ContextExceeded exceeded => exceeded.Message,
        Reply.BatchRefused refused => string.Create(CultureInfo.InvariantCulture, $"n={size} refused, going on with {refused.Largest}"),
        Reply.FieldRefused refused => $"field {refused.Field} refused",
        Reply.RequestRefused refused => refused.Message,
        _ => reply.GetType().Name,
    });
}

/// <summary>How one request for k samples ended. Closed.</summary>
internal abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It gave 1 to k choices, in order.</summary>
    public sealed record Drawn(IReadOnlyList<ChoiceBody> Choices) : ChunkResult;

    /// <summary>The endpoint takes no n as large; nothing was drawn.</summary>
    public sealed record TooLarge(int Largest) : ChunkResult;
}
