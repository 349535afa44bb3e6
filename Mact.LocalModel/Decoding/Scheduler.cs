using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mact.LocalModel.Decoding;

/// <summary>
/// One loop that evaluates everything in batches: the next token of each running sample, and pieces of prompts that came in. A prompt is evaluated
/// once, whatever the number of its samples, and only from where it differs from what is known. A request begins when its prompt and one of its
/// samples fit the memory for sure; others wait, the oldest first. So whatever has begun can end.
/// </summary>
/// <param name="model">The model; nobody else makes it decode.</param>
internal sealed class Scheduler(ILanguageModel model) : IDisposable
{
    // Tokens that two requests must have in common for one to wait for the other.
    private const int WorthWaiting = 32;

    // One context's worth of what was is kept for prompts that begin alike: more would slow every token, since attention passes over all of it.
    private readonly int _keptCells = model.ContextTokens;
    private readonly BlockingCollection<Generation> _inbox = [];
    private readonly LinkedList<Generation> _waiting = new();
    private readonly List<Generation> _admitted = [];
    private readonly List<BatchToken> _batch = [];
    private readonly List<(Generation Generation, Sample Sample, int Index)> _rows = [];
    private SequenceLedger _ledger = new(model.Sequences, model.Cells);

    /// <summary>How fast it is.</summary>
    public Throughput Throughput { get; } = new();

    /// <summary>Requests that have begun, and that wait for memory.</summary>
    public (int Running, int Waiting) Load => (_admitted.Count, _inbox.Count + _waiting.Count);

    /// <summary>Asks for samples.</summary>
    public Generation Submit(GenerationRequest request, CancellationToken cancelled)
    {
        var generation = new Generation(request, cancelled);
        _inbox.Add(generation, cancelled);
        return generation;
    }

    /// <summary>Works until it is stopped; blocks while there is nothing to do.</summary>
    public void Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                Receive(stopping);
                DropCancelled();
                Admit();
                Fill();
                if (_batch.Count > 0)
                {
                    Step();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Fail(new ModelFailedException("The model is being stopped."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _inbox.Dispose();

    private void Receive(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        if (_admitted.Count == 0 && _waiting.Count == 0)
        {
            _waiting.AddLast(_inbox.Take(stopping));
        }

        while (_inbox.TryTake(out var next))
        {
            _waiting.AddLast(next);
        }
    }

    private void DropCancelled()
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.IsCancelled)
            {
                node.Value.Complete();
                _waiting.Remove(node);
            }

            node = next;
        }

        foreach (var generation in _admitted.Where(static generation => generation.IsCancelled).ToList())
        {
            End(generation);
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } oldest && TryBegin(oldest.Value))
        {
            _waiting.RemoveFirst();
            _admitted.Add(oldest.Value);
        }

        foreach (var generation in _admitted.Where(IsEvaluated))
        {
            while (generation.HasPending && TryFork(generation))
            {
            }
        }
    }

    private bool TryBegin(Generation generation)
    {
        var prompt = generation.Request.Prompt.AsSpan(0, generation.SharedTokens);
        var known = _ledger.LongestPrefix(prompt);
        if (IsBeingEvaluated(prompt, known.Count))
        {
            return false;
        }

        while (!Fits(sequences: 2, generation.SharedTokens - known.Count + generation.Request.MaxTokens))
        {
            if (!TryForget())
            {
                return false;
            }

            known = _ledger.LongestPrefix(prompt);
        }

        var sequence = _ledger.Take();
        if (known.Count > 0)
        {
            Share(known.Sequence, sequence, known.Count);
        }

        generation.Begin(sequence, known.Count);
        return true;
    }

    /// <summary>Whether another request is evaluating much of the same prompt just now: it is cheaper to wait for that.</summary>
    private bool IsBeingEvaluated(ReadOnlySpan<int> prompt, int known)
    {
        foreach (var other in _admitted)
        {
            if (!IsEvaluated(other) && prompt.CommonPrefixLength(other.Request.Prompt) > Math.Max(known, WorthWaiting))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sample goes on from the evaluated prompt. The first one's room was kept when the request began.</summary>
    private bool TryFork(Generation generation)
    {
        var isPromised = generation.Running.Count == 0;
        while (!isPromised && !Fits(sequences: 1, generation.Request.MaxTokens))
        {
            if (!TryForget())
            {
                return false;
            }
        }

        var sequence = _ledger.Take();
        Share(generation.Base!.Value, sequence, generation.SharedTokens);
        generation.Running.Add(new Sample(generation.Started++, sequence, generation.Request));
        return true;
    }

    /// <summary>Whether there is room beside what everything that has begun may still take.</summary>
    private bool Fits(int sequences, int cells)
    {
        var promised = _admitted.Sum(static one => one.Running.Count == 0 && one.HasPending ? 1 : 0);
        var owed = _admitted.Sum(one => one.SharedTokens - _ledger.Length(one.Base!.Value)
            + one.Running.Sum(static sample => sample.Reserve)
            + (one.Running.Count == 0 && one.HasPending ? one.Request.MaxTokens : 0));
        return _ledger.FreeSequences - promised >= sequences && _ledger.FreeCells - owed >= cells;
    }

    private bool TryForget()
    {
        foreach (var sequence in _ledger.Kept)
        {
            Release(sequence);
            return true;
        }

        return false;
    }

    /// <summary>The batch: first the samples, which people see growing, then as much of the prompts as has room.</summary>
    private void Fill()
    {
        _batch.Clear();
        _rows.Clear();
        foreach (var generation in _admitted)
        {
            foreach (var sample in generation.Running)
            {
                _rows.Add((generation, sample, _batch.Count));
                Add(sample.Next, sample.Sequence, wantsLogits: true);
            }
        }

        foreach (var generation in _admitted.Where(one => !IsEvaluated(one)))
        {
            var sequence = generation.Base!.Value;
            for (var at = _ledger.Length(sequence); at < generation.SharedTokens && _batch.Count < model.BatchTokens; at++)
            {
                Add(generation.Request.Prompt[at], sequence, wantsLogits: false);
            }
        }
    }

    private void Add(int token, int sequence, bool wantsLogits)
    {
        _batch.Add(new BatchToken(token, _ledger.Length(sequence), sequence, wantsLogits));
        _ledger.Append(sequence, token);
    }

    private void Step()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            model.Decode(_batch);
        }
        catch (ModelFailedException failure)
        {
            Fail(failure);
            return;
        }

        foreach (var (generation, sample, index) in _rows)
        {
            if (sample.Advance(model.Logits(index), model, generation))
            {
                generation.Running.Remove(sample);
                Release(sample.Sequence);
            }
        }

        Throughput.Add(_batch.Count - _rows.Count, _rows.Count, Stopwatch.GetElapsedTime(began));
        foreach (var generation in _admitted.Where(static generation => generation.IsDone).ToList())
        {
            End(generation);
        }
    }

    private bool IsEvaluated(Generation generation) => _ledger.Length(generation.Base!.Value) == generation.SharedTokens;

    private void End(Generation generation)
    {
        generation.Running.ForEach(sample => Release(sample.Sequence));
        generation.Running.Clear();
        _admitted.Remove(generation);
        _ledger.Keep(generation.Base!.Value);
        generation.Complete();
        while (_ledger.KeptCells > _keptCells && _ledger.Kept.Skip(1).Any())
        {
            TryForget();
        }
    }

    /// <summary>Everything that has begun ends with the failure, and nothing is known any more.</summary>
    private void Fail(ModelFailedException failure)
    {
        foreach (var generation in _admitted.Concat(_waiting))
        {
            generation.Complete(failure);
        }

        _admitted.Clear();
        _waiting.Clear();
        for (var sequence = 0; sequence < model.Sequences; sequence++)
        {
            model.Clear(sequence);
        }

        _ledger = new SequenceLedger(model.Sequences, model.Cells);
    }

    private void Share(int from, int to, int count)
    {
        if (count > 0)
        {
            _ledger.Fork(from, to, count);
            model.Fork(from, to, count);
        }
    }

    private void Release(int sequence)
    {
        model.Clear(sequence);
        _ledger.Release(sequence);
    }
}

/// <summary>Tokens a second, of the last few seconds of work.</summary>
internal sealed class Throughput
{
    private const double Memory = 5;
    private readonly Lock _lock = new();
    private (double Tokens, double Seconds) _prompt;
    private (double Tokens, double Seconds) _reply;

    /// <summary>Prompt tokens a second while prompts are evaluated; null = none was yet.</summary>
    public double? PromptTokens => Rate(ref _prompt);

    /// <summary>Tokens of replies a second, of all samples together, while nothing else is done; null = none was yet.</summary>
    public double? ReplyTokens => Rate(ref _reply);

    /// <summary>A batch was evaluated.</summary>
    public void Add(int promptTokens, int replyTokens, TimeSpan took)
    {
        lock (_lock)
        {
            ref var rate = ref (promptTokens > 0 ? ref _prompt : ref _reply);
            var kept = Math.Exp(-took.TotalSeconds / Memory);
            rate = ((rate.Tokens * kept) + promptTokens + (promptTokens > 0 ? 0 : replyTokens), (rate.Seconds * kept) + took.TotalSeconds);
        }
    }

    private double? Rate(ref (double Tokens, double Seconds) rate)
    {
        lock (_lock)
        {
            return rate.Seconds > 0 ? rate.Tokens / rate.Seconds : null;
        }
    }
}
