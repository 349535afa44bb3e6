using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>Draws the n samples of one call: in one request if the endpoint can, and again those that did not come or broke.</summary>
internal sealed class SamplingCall(CallContext call)
{
    private readonly Completion?[] _slots = new Completion?[call.Request.N];
    private int _drawn;
    private int _largest;
    private int _smallest = int.MaxValue;
    private bool _isSplit;

    /// <summary>One of <see cref="SamplingLadder"/>.</summary>
    public string Ladder => !_isSplit
        ? SamplingLadder.Batch
        : _smallest == 1 && _largest <= 1 ? SamplingLadder.Singles : SamplingLadder.SmallerBatches;

    /// <summary>
    /// Exactly n completions. Those that came are never lost: where drawing the others fails for good, they stay empty, and only a call
    /// without any completion fails.
    /// </summary>
    public async Task<IReadOnlyList<Completion>> DrawAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DrawAsync([.. Enumerable.Range(0, _slots.Length)], cancellationToken);
            for (var topUp = 0; topUp < call.Options.MaxTopUps && Missing() is { Count: > 0 } missing; topUp++)
            {
                ModelLog.ToppedUp(call.Logger, missing.Count, _slots.Length, call.EndpointName);
                await DrawAsync(missing, cancellationToken);
            }
        }
        catch (ModelException exception) when (_slots.Any(static slot => slot is not null))
        {
            ModelLog.PartlyDrawn(call.Logger, _slots.Count(static slot => slot is not null), _slots.Length, call.EndpointName, exception.Error.Code);
        }

        return [.. _slots.Select((completion, index) =>
            completion ?? new Completion(index, call.Request.Seed + index, "", FinishReason: null, CompletionStatus.Empty))];
    }

    private List<int> Missing() =>
        [.. Enumerable.Range(0, _slots.Length).Where(index => _slots[index] is null or { Status: CompletionStatus.Empty or CompletionStatus.Aborted })];

    private async Task DrawAsync(IReadOnlyList<int> indexes, CancellationToken cancellationToken)
    {
        var offset = _drawn;
        _drawn += indexes.Count;
        await DrawAsync(indexes, offset, cancellationToken);
    }

    /// <summary>Splits what is too large for the endpoint; the parts run at the same time, each with the seeds that its samples would have had in one.</summary>
    private async Task DrawAsync(IReadOnlyList<int> indexes, int offset, CancellationToken cancellationToken)
    {
        var wanted = call.Request.SamplesPerRequest;
        var largest = wanted > 0 ? Math.Min(wanted, call.Endpoint.Capabilities.MaxBatch) : call.Endpoint.Capabilities.MaxBatch;
        if (indexes.Count <= largest)
        {
            await DrawChunkAsync(indexes, offset, cancellationToken);
            return;
        }

        _isSplit = true;
        await Task.WhenAll(indexes.Chunk(largest).Select((part, i) => DrawAsync(part, offset + (i * largest), cancellationToken)));
    }

    private async Task DrawChunkAsync(IReadOnlyList<int> indexes, int offset, CancellationToken cancellationToken)
    {
        var seed = call.Request.Seed + offset;
        switch (await new ChunkRequest(call, indexes.Count, seed).RunAsync(cancellationToken))
        {
            case ChunkResult.TooLarge tooLarge:
                Limit(Math.Min(tooLarge.Largest, indexes.Count - 1));
                await DrawAsync(indexes, offset, cancellationToken);
                break;
            case ChunkResult.Drawn { Choices: var choices }:
                Note(choices.Count);
                for (var i = 0; i < choices.Count; i++)
                {
                    Keep(ChoiceReader.Read(choices[i], indexes[i], seed + i));
                }

                if (choices.Count < indexes.Count)
                {
                    Limit(choices.Count);
                    await DrawAsync([.. indexes.Skip(choices.Count)], offset + choices.Count, cancellationToken);
                }

                break;
            default:
                throw new InvalidOperationException("Unknown result of a request.");
        }
    }

    /// <summary>The endpoint refuses or ignores a larger n; that is remembered.</summary>
    private void Limit(int largest)
    {
        _isSplit = true;
        call.Endpoint.Capabilities.LimitBatch(largest);
        ModelLog.BatchLimited(call.Logger, call.Endpoint.Connection.Server, largest);
    }

    private void Note(int size)
    {
        lock (_slots)
        {
            _largest = Math.Max(_largest, size);
            _smallest = Math.Min(_smallest, size);
        }
    }

    /// <summary>A new sample takes the place of none or of a broken one; a broken one does not replace another.</summary>
    private void Keep(Completion completion)
    {
        lock (_slots)
        {
            if (_slots[completion.Index] is null || completion.Status is CompletionStatus.Complete or CompletionStatus.Truncated)
            {
                _slots[completion.Index] = completion;
            }
        }
    }
}

/// <summary>What all requests of one call share.</summary>
internal sealed record CallContext(
    ModelEndpoint Endpoint,
    string EndpointName,
    ServedModel Model,
    SampleRequest Request,
    CallWait Wait,
    CallLedger Ledger,
    ModelOptions Options,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>Lowered when the endpoint says that it is too much; requests of the same call then start with it.</summary>
    public int MaxTokens { get; set; }
}

/// <summary>What the concurrent requests of one call made and used.</summary>
internal sealed class CallLedger
{
    private readonly Lock _lock = new();
    private readonly List<CallTry> _tries = [];
    private TokenUsage _usage = TokenUsage.None;

    /// <summary>Of the first response.</summary>
    public string? ResponseId { get; private set; }

    /// <summary>Of the first response.</summary>
    public string? ServedModel { get; private set; }

    public TokenUsage Usage
    {
        get
        {
            lock (_lock)
            {
                return _usage;
            }
        }
    }

    /// <summary>In order of start.</summary>
    public IReadOnlyList<CallTry> Tries
    {
        get
        {
            lock (_lock)
            {
                return [.. _tries.OrderBy(static attempt => attempt.StartedAt)];
            }
        }
    }

    public void Add(CallTry attempt)
    {
        lock (_lock)
        {
            _tries.Add(attempt);
        }
    }

    public void Add(ChatReplyBody body)
    {
        lock (_lock)
        {
            if (_usage.Requests == 0)
            {
                ResponseId = body.Id;
                ServedModel = body.Model;
            }

            _usage += new TokenUsage(
                1,
                Math.Max(0, body.Usage?.PromptTokens ?? 0),
                Math.Max(0, body.Usage?.CompletionTokens ?? 0),
                Math.Max(0, body.Usage?.PromptTokensDetails?.CachedTokens ?? 0));
        }
    }
}
