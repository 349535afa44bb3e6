using Mact.Core.Runs;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

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
