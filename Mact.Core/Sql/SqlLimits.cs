using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Sql;

/// <summary>What one statement in the sandbox may use. Bound from section <c>Sql</c>.</summary>
public sealed class SqlLimits
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Sql";

    /// <summary>Wall time of one statement.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows kept of a result; more end the statement as <see cref="SqlOutcome.TooLarge"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxRows { get; set; } = 10_000;

    /// <summary>Characters of text kept of a result.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxResultLength { get; set; } = 4_000_000;

    /// <summary>Bytes of one value inside SQLite (SQLITE_LIMIT_LENGTH).</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxValueLength { get; set; } = 1_000_000;

    /// <summary>Characters of one statement.</summary>
    [Range(100, 1_000_000)]
    public int MaxSqlLength { get; set; } = 20_000;

    /// <summary>Bytes that SQLite may hold in this process at once.</summary>
    [Range(16_000_000, 64_000_000_000)]
    public long HeapLimit { get; set; } = 1_000_000_000;
}
