namespace Mact.DevServices.Model.Engine;

/// <summary>
/// A small discrete simulation of vLLM's scheduler: continuous batching, chunked prefill, prefix cache, KV capacity with preemption. It
/// knows no clock: every step says how long it takes. Not safe for concurrent use.
/// </summary>
internal sealed class EngineSimulation(LatencyProfile profile, EngineMetrics metrics)
{
    private readonly PrefixCache _cache = new(profile.CacheTokens);
    private readonly List<SimulatedSequence> _waiting = [];
    private readonly List<SimulatedSequence> _running = [];

    /// <summary>Whether a step would do anything.</summary>
    public bool HasWork => _waiting.Count + _running.Count > 0;

    /// <summary>Queues a request; lower priorities first, then first come, first served.</summary>
    public void Add(SimulatedRequest request)
    {
        var at = _waiting.FindIndex(other => other.Request.Work.Priority > request.Work.Priority);
        _waiting.InsertRange(at < 0 ? _waiting.Count : at, request.Sequences);
        Publish();
    }

    /// <summary>Takes a request out, done or not.</summary>
    public void Remove(SimulatedRequest request)
    {
        _waiting.RemoveAll(sequence => sequence.Request == request);
        _running.RemoveAll(sequence => sequence.Request == request);
        Publish();
    }

    /// <summary>Computes one step.</summary>
    public EngineStep Step()
    {
        var decoding = _running.Where(static sequence => sequence.PrefillLeft == 0).ToList();
        var milliseconds = profile.DecodeBaseMs
            + (profile.DecodePerSequenceMs * decoding.Count)
            + (profile.DecodePerThousandContextMs * decoding.Sum(static sequence => sequence.Context) / 1000.0);

        var budget = Math.Max(1, profile.MaxBatchedTokens - decoding.Count);
        foreach (var sequence in _running.Where(static sequence => sequence.PrefillLeft > 0).ToList())
        {
            milliseconds += Prefill(sequence, ref budget, decoding);
        }

        while (budget > 0 && Admit() is { } admitted)
        {
            milliseconds += Prefill(admitted, ref budget, decoding);
        }

        foreach (var sequence in decoding)
        {
            sequence.Generated++;
        }

        _running.RemoveAll(static sequence => sequence.Generated >= sequence.OutputTokens);
        Preempt();
        Publish();
        return new EngineStep(TimeSpan.FromMilliseconds(milliseconds), decoding);
    }

    private int Used => _running.Sum(static sequence => sequence.OwnTokens);

    private SimulatedSequence? Admit()
    {
        if (_waiting.Count == 0 || _running.Count >= profile.MaxSequences)
        {
            return null;
        }

        var next = _waiting[0];
        if (_running.Count > 0 && Used + next.OwnTokens > profile.CacheTokens)
        {
            return null;
        }

        _waiting.RemoveAt(0);
        _running.Add(next);
        var cached = _cache.Use(next.Request.Work.Blocks, next.Request.Work.PromptTokens);
        if (!next.WasScheduled)
        {
            next.WasScheduled = true;
            next.Cached = cached;
            metrics.Scheduled(next.Request.Work.PromptTokens, cached);
        }

        next.PrefillDone = cached;
        next.PrefillLeft = next.Context - cached;
        return next;
    }

    // The last chunk of a prefill gives the first token, so such a sequence joins those that get one.
    private double Prefill(SimulatedSequence sequence, ref int budget, List<SimulatedSequence> decoding)
    {
        var chunk = Math.Min(budget, sequence.PrefillLeft);
        if (chunk == 0)
        {
            return 0;
        }

        budget -= chunk;
        var computed = sequence.Context - sequence.PrefillLeft - sequence.PrefillDone;
        var milliseconds = (profile.PrefillPerTokenMs * chunk)
            + (profile.PrefillPerThousandSquaredMs * (Square(computed + chunk) - Square(computed)));
        sequence.PrefillLeft -= chunk;
        if (sequence.PrefillLeft == 0)
        {
            decoding.Add(sequence);
        }

        if (!sequence.Request.WasCharged)
        {
            sequence.Request.WasCharged = true;
            milliseconds += Math.Max(0, profile.PrefillBaseMs - profile.DecodeBaseMs);
        }

        return milliseconds;
    }

    private void Preempt()
    {
        while (_running.Count > 1 && Used > profile.CacheTokens)
        {
            var newest = _running[^1];
            _running.RemoveAt(_running.Count - 1);
            _waiting.Insert(0, newest);
            metrics.Preempted();
        }
    }

    private void Publish()
    {
        metrics.Waiting = _waiting.Count;
        metrics.CacheUse = Math.Min(1, Used / (double)profile.CacheTokens);
    }

    private static double Square(int tokens) => tokens / 1000.0 * (tokens / 1000.0);
}
