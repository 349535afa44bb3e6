namespace Mact.Client.Evaluations;

/// <summary>What one run took and how its votes went, out of its records.</summary>
public sealed record RunFigures
{
    /// <summary>Votes / asked of the weakest vote that the answer depends on; null without one.</summary>
    public double? Agreement { get; init; }

    /// <summary>How the answer was reached; null without one.</summary>
    public AnsweredBy? By { get; init; }

    /// <summary>Requests that gave completions.</summary>
    public int Requests { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>In the currency of the configured prices; null where none is configured.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What the replies took when they were recorded, where they were replayed; null where models were asked. It is in no other
    /// figure.</summary>
    public TokenUsage? Replayed { get; init; }

    /// <summary>From the (last) claim to the end, in milliseconds; waiting in the queue not counted.</summary>
    public double LatencyMs { get; init; }

    /// <summary>From submission to the first claim, in milliseconds.</summary>
    public double QueueMs { get; init; }

    /// <summary>Steps carried out.</summary>
    public int Steps { get; init; }

    /// <summary>Programs executed, and those among them that gave a result.</summary>
    public int Programs { get; init; }

    /// <summary>Programs that ran, with rows or without.</summary>
    public int ProgramsRun { get; init; }

    /// <summary>Requests to repair programs.</summary>
    public int Repairs { get; init; }

    /// <summary>Programs that adaptive sampling did not have to draw.</summary>
    public int SavedSamples { get; init; }

    /// <summary>Mean over the votes: weight of the winner less that of the next, as a share of all weight; null without a vote.</summary>
    public double? VoteMargin { get; init; }

    /// <summary>Completions by finish reason; "none" where the server said none.</summary>
    public IReadOnlyDictionary<string, int> FinishReasons { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }
}
