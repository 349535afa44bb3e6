using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>Draws the n samples of one call: in one request if the endpoint can, and again those that did not come or broke.</summary>
internal sealed partial class SamplingCall(CallContext call) : IDisposable
{
    private const int ThinkingGrowth = 4;

    // A short answer needs no less thinking than a long one.
    private const int MinThinking = 4_000;

    private readonly Completion?[] _slots = new Completion?[call.Request.N];
    private readonly SemaphoreSlim _asking = new(1);
    private int _drawn;
    private int _largest;
    private int _smallest = int.MaxValue;
    private bool _isSplit;
    private Sentence? _instead;
    private bool _isEnough;

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
            await ThinkLongerAsync(cancellationToken);
            for (var topUp = 0; topUp < call.Options.MaxTopUps && Missing() is { Count: > 0 } missing; topUp++)
            {
                RefuseSilence(topUp);
                Log.ToppedUp(call.Logger, missing.Count, _slots.Length, call.EndpointName);
                await DrawAsync(missing, cancellationToken);
            }
        }
        catch (ModelException exception) when (_slots.Any(static slot => slot is { Text.Length: > 0 }))
        {
            Log.PartlyDrawn(call.Logger, _slots.Count(static slot => slot is not null), _slots.Length, call.EndpointName, exception.Error.Code);
        }

        return [.. _slots.Select((completion, index) =>
            completion ?? new Completion(index, call.Request.Seed + index, "", FinishReason: null, CompletionStatus.Empty))];
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    /// <summary>A model that says nothing in any sample will not say it when it is asked once more; one sample alone may be chance.</summary>
    private void RefuseSilence(int topUp)
    {
        if (_slots.All(static slot => slot is { Status: CompletionStatus.Empty } or { Status: CompletionStatus.Aborted, Text: "" })
            && (_instead is not null || (_slots.Length > 1 && _slots.All(static slot => slot is { Status: CompletionStatus.Empty })) || topUp > 0))
        {
            var came = _instead ?? $"ended with '{_slots[0]!.FinishReason ?? "nothing"}'";
            throw call.Fail(ErrorCodes.ModelBadReply, $"The model wrote no text in any of {_slots.Length} samples, but {came}.");
        }
    }

    private List<int> Missing() =>
        [
            .. Enumerable.Range(0, _slots.Length).Where(
                index => _slots[index] is null or { Status: CompletionStatus.Empty or CompletionStatus.Aborted }),
        ];

    private List<int> CutInThought() =>
        [
            .. Enumerable.Range(0, _slots.Length).Where(
                index => _slots[index] is { Status: CompletionStatus.Truncated } cut && string.IsNullOrWhiteSpace(cut.Text)),
        ];

    /// <summary>
    /// Where most samples ended before they said anything, thinking is switched off by all that there is, and gets more room: once, and
    /// remembered.
    /// </summary>
    private async Task ThinkLongerAsync(CancellationToken cancellationToken)
    {
        var cut = CutInThought();
        if (cut.Count * 2 <= _slots.Length)
        {
            // Thinking that the template began has no mark before its end: where nothing comes to an end, all of it may be that.
            if (!_slots.All(static slot => slot is { Status: CompletionStatus.Truncated }) || _slots.Length == 1 || call.Thinks
                || !call.Capabilities.TriesLonger())
            {
                return;
            }

            cut = [.. Enumerable.Range(0, _slots.Length)];
        }

        var before = call.MaxTokens;
        var room = call.ContextTokens is { } context ? context - ContextFitter.Estimate(call.Request) : int.MaxValue;
        var max = Math.Min(Math.Min(call.Options.MaxThinkingTokens, room), call.Capabilities.Knowledge.MaxOutputTokens ?? int.MaxValue);
        var grown = Math.Max(before, Math.Min(Math.Max(before * ThinkingGrowth, MinThinking), max));
        if (SwitchOff() || grown > before)
        {
            Log.ThinksLonger(call.Logger, cut.Count, _slots.Length, call.EndpointName, grown);
            call.MaxTokens = grown;
            await DrawAsync(cut, cancellationToken);
            if (CutInThought().Count * 2 <= _slots.Length)
            {
                if (cut.Exists(index => _slots[index] is { Reasoning: not null }))
                {
                    call.Capabilities.Learn(known => known with { ThinkingTokens = grown });
                }

                return;
            }
        }

        throw call.Fail(
            ErrorCodes.ModelBadReply,
            $"The model spent all its tokens on thinking: {CutInThought().Count} of {_slots.Length} samples ended at {call.MaxTokens} tokens before "
            + $"they began to answer. "
            + $"Switch its thinking off (Models:DisableThinking, or the server's own switch), or raise Models:MaxThinkingTokens and the server's "
            + $"context.");
    }

    /// <summary>It thinks although it is not to: false where that was known before.</summary>
    private bool SwitchOff()
    {
        if (call.Thinks || call.Capabilities.Knowledge.ThinksUnasked)
        {
            return false;
        }

        call.Capabilities.Learn(static known => known with { ThinksUnasked = true });
        return true;
    }

    private async Task DrawAsync(IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        await DrawAsync(indexes, Interlocked.Add(ref _drawn, indexes.Count) - indexes.Count, cancellationToken);

    /// <summary>Splits what is too large for the endpoint; the parts run at the same time, each with the seeds that its samples would have had in
    /// one.</summary>
    private async Task DrawAsync(IReadOnlyList<int> indexes, int offset, CancellationToken cancellationToken)
    {
        var wanted = call.Request.SamplesPerRequest;
        var largest = wanted > 0 ? Math.Min(wanted, call.Capabilities.MaxBatch) : call.Capabilities.MaxBatch;
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
        var request = new ChunkRequest(call, indexes.Count, seed)
        {
            IsEnough = call.Request.IsEnough is null
                ? null
                : (choices, isBegun, token) => IsEnoughAsync([.. choices.Select(choice => Read(choice, indexes, seed, isBegun))], token),
        };
        switch (await request.RunAsync(cancellationToken))
        {
            case ChunkResult.TooLarge tooLarge:
                Limit(Math.Min(tooLarge.Largest, indexes.Count - 1));
                await DrawAsync(indexes, offset, cancellationToken);
                break;
            case ChunkResult.Broken { Choices: var complete, IsBegun: var isBegun } broken:
                NoteThinking(complete);
                var kept = complete.Where(choice => choice.Index is { } at && at >= 0 && at < indexes.Count).ToList();
                foreach (var choice in kept)
                {
                    var at = (int)choice.Index!.Value;
                    Keep(choice, indexes[at], seed + at, isBegun ? call.Request.BegunReply : null);
                }

                var begun = broken.BrokenOff.Where(one => one.Choice.Index is { } at && at >= 0 && at < indexes.Count).ToList();
                var rest = indexes.Where((_, at) => kept.TrueForAll(choice => choice.Index != at) && begun.TrueForAll(one => one.Choice.Index != at));
                await Task.WhenAll(
                [
                    DrawAsync([.. rest], cancellationToken),
                    .. begun.Select(one => GoOnAsync(
                        indexes[(int)one.Choice.Index!],
                        seed + (int)one.Choice.Index!,
                        Whole(one.Choice, isBegun ? call.Request.BegunReply : null),
                        one.Tokens,
                        cancellationToken)),
                ]);
                break;
            case ChunkResult.Drawn { Choices: var choices, IsBegun: var isBegun }:
                Note(choices.Count);
                NoteThinking(choices);
                for (var i = 0; i < choices.Count; i++)
                {
                    Keep(choices[i], indexes[i], seed + i, isBegun ? call.Request.BegunReply : null);
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

    /// <summary>Goes on with a sample that broke off: its text is the beginning of the reply.</summary>
    private async Task GoOnAsync(int index, long? seed, string text, long tokens, CancellationToken cancellationToken)
    {
        var rest = call with { Request = call.Request with { N = 1, BegunReply = text, IsEnough = null } };
        rest.MaxTokens = (int)Math.Max(1, call.MaxTokens - tokens);
        switch (await new ChunkRequest(rest, 1, seed).RunAsync(cancellationToken))
        {
            case ChunkResult.Drawn { Choices: [var choice, ..], IsBegun: var isBegun }:
                Keep(choice, index, seed, isBegun ? text : null);
                break;
            case ChunkResult.Broken { Choices: [var choice, ..], IsBegun: var isBegun }:
                Keep(choice, index, seed, isBegun ? text : null);
                break;
            case ChunkResult.Broken { BrokenOff: [var (choice, more), ..], IsBegun: var isBegun }:
                await GoOnAsync(index, seed, Whole(choice, isBegun ? text : null), (isBegun ? tokens : 0) + more, cancellationToken);
                break;
            default:
                await DrawAsync([index], cancellationToken);
                break;
        }
    }

    private static string Whole(ChoiceBody choice, string? begun)
    {
        var text = choice.Message?.Content ?? string.Empty;
        return begun is null || text.StartsWith(begun, StringComparison.Ordinal) ? text : begun + text;
    }

    private Completion Read(ChoiceBody choice, IReadOnlyList<int> indexes, long? seed, bool isBegun)
    {
        var at = (int)Math.Clamp(choice.Index ?? 0, 0, indexes.Count - 1);
        return ChoiceReader.Read(choice, indexes[at], seed + at, call.Request.Stop, isBegun ? call.Request.BegunReply : null);
    }

    /// <summary>Asks with the samples of all requests of the call, one after the other.</summary>
    private async Task<bool> IsEnoughAsync(IReadOnlyList<Completion> completions, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            List<Completion> all;
            lock (_slots)
            {
                all = [.. _slots.OfType<Completion>().Concat(completions).OrderBy(static completion => completion.Index)];
            }

            return _isEnough = _isEnough || await call.Request.IsEnough!(all, cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The endpoint refuses or ignores a larger n; that is remembered.</summary>
    private void Limit(int largest)
    {
        _isSplit = true;
        call.Capabilities.LimitBatch(largest);
        Log.BatchLimited(call.Logger, call.Endpoint.Connection.Server, largest);
    }

    private void NoteThinking(IReadOnlyList<ChoiceBody> choices)
    {
        if (choices.Any(ChoiceReader.IsUnmarked) && !call.Capabilities.Knowledge.ThinksUnmarked)
        {
            call.Capabilities.Learn(static known => known with { ThinksUnmarked = true });
        }
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
    private void Keep(ChoiceBody choice, int index, long? seed, string? begun)
    {
        var completion = ChoiceReader.Read(
            choice, index, seed, call.Request.Stop, begun, call.Capabilities.Knowledge.ThinksUnmarked);
        if (completion.Status == CompletionStatus.Empty && begun is not null && begun != call.Request.BegunReply)
        {
            // It had ended where it broke off.
            completion = completion with { Text = begun, Status = CompletionStatus.Complete };
        }

        if (completion is { Status: CompletionStatus.Complete, Reasoning: not null })
        {
            SwitchOff();
        }

        lock (_slots)
        {
            _instead ??= completion.Status == CompletionStatus.Empty ? ChoiceReader.InsteadOfText(choice) : null;
            if (_slots[index] is null || completion.Status is CompletionStatus.Complete or CompletionStatus.Truncated)
            {
                _slots[index] = completion;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 303,
            Level = LogLevel.Warning,
            Message = "The model endpoint {Server} gives at most {Largest} samples per request; larger calls are split from now on")]
        public static partial void BatchLimited(ILogger logger, string server, int largest);

        [LoggerMessage(
            EventId = 304,
            Level = LogLevel.Information,
            Message = "{Missing} of {N} samples from {Endpoint} did not come or broke and are drawn again")]
        public static partial void ToppedUp(ILogger logger, int missing, int n, string endpoint);

        [LoggerMessage(
            EventId = 308,
            Level = LogLevel.Warning,
            Message = "Only {Drawn} of {N} samples came from {Endpoint}; drawing the others ended with {Code}")]
        public static partial void PartlyDrawn(ILogger logger, int drawn, int n, string endpoint, string code);

        [LoggerMessage(
            EventId = 309,
            Level = LogLevel.Warning,
            Message = "{Cut} of {N} samples from {Endpoint} ended while thinking; they are drawn again with {MaxTokens} tokens")]
        public static partial void ThinksLonger(ILogger logger, int cut, int n, string endpoint, int maxTokens);
    }
}
