using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Queueing;

/// <summary>Bounds of the queue; section "Queue".</summary>
public sealed class QueueOptions
{
    public const string SectionName = "Queue";

    /// <summary>Questions that may wait (ready or due later); one more is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 5_000;

    /// <summary>Unfinished questions of one client, running ones included.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerClient { get; set; } = 1_000;

    /// <summary>Attempts that may end in a crash, a lost lease or a fault before a question is given up.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long a claim holds without renewal: the time until a crashed worker's question is taken over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker has to let a cancelled question go; one that is dead, frozen or cut off is not waited for any longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Interactive questions claimed in a row while an evaluation waits; then it is the evaluation's turn.</summary>
    [Range(1, 1_000)]
    public int InteractiveInARow { get; set; } = 4;

    /// <summary>How often a worker asks for work without a nudge: the safety net behind pub/sub, and how late a due retry may start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What a client that was refused is told to wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
