using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Questions;

/// <summary>How long things are kept; section "Retention".</summary>
public sealed class RetentionOptions
{
    public const string SectionName = "Retention";

    /// <summary>An ended question with its records, counted from its end. Tables and prompt parts live as long as a question uses them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "36500.00:00:00")]
    public TimeSpan Questions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A table that no question uses yet, counted from its last upload.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "3650.00:00:00")]
    public TimeSpan UnusedTables { get; set; } = TimeSpan.FromDays(1);

    /// <summary>An idempotency key.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "3650.00:00:00")]
    public TimeSpan IdempotencyKeys { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often a process looks for what has expired.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
