using System.ComponentModel.DataAnnotations;

namespace Mact.Worker.Pump;

/// <summary>How a worker takes questions; section "Worker".</summary>
public sealed class WorkerOptions
{
    public const string SectionName = "Worker";

    /// <summary>Questions worked on at once. Nearly all of a question's time is waiting for a model.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Cells of the tables of all questions worked on at once; each takes about 100 bytes. Others wait; a question whose tables have more
    /// fails.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxCellsAtOnce { get; set; } = 8_000_000;

    /// <summary>Unique among the workers; machine and process id where it is not given.</summary>
    [StringLength(100)]
    public string? Name { get; set; }

    /// <summary>How long running questions may go on when the process is asked to stop; then they are handed back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a run may take to wind up once it is told to stop; then its question is handed back without it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan WindUpTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Delay before the second attempt; doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay before an attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the worker says that it is alive and reads the queue's depth.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the worker counts as alive after a heartbeat.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "01:00:00")]
    public TimeSpan HeartbeatValidity { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Pause after trouble with the store.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan StoreRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The name in effect.</summary>
    public string EffectiveName => string.IsNullOrWhiteSpace(Name) ? $"{Environment.MachineName}:{Environment.ProcessId}" : Name;

    /// <summary>The delay after a failed attempt, which counts from 1.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var delay = RetryDelay.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        return TimeSpan.FromSeconds(Math.Min(delay, MaxRetryDelay.TotalSeconds));
    }
}
