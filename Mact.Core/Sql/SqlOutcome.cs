using System.ComponentModel.DataAnnotations;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>What one statement came to. Nothing else leaves the sandbox, whatever the statement was.</summary>
public abstract record SqlOutcome
{
    private SqlOutcome()
    {
    }

    /// <summary>How long preparing and running took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>It ran; the result may have no rows.</summary>
    /// <param name="Result">Typed result; values as SQLite gave them.</param>
    /// <param name="Ordered">The statement asks for an order (a top-level ORDER BY), so row order counts.</param>
    public sealed record Rows(Table Result, bool Ordered) : SqlOutcome;

    /// <summary>It is not exactly one read-only SELECT over the given tables.</summary>
    /// <param name="Code">twoStatements, notReadOnly, notAllowed, empty, tooLong.</param>
    /// <param name="Sentence">In words, for the coder and for people.</param>
    public sealed record Rejected(string Code, Sentence Sentence) : SqlOutcome
    {
        /// <summary>It in English.</summary>
        public string Message => Sentence.ToString();
    }

    /// <summary>SQLite could not prepare or run it: syntax, unknown column, function misuse.</summary>
    /// <param name="Sentence">SQLite's words, and the closest columns where a name is unknown.</param>
    public sealed record Error(Sentence Sentence) : SqlOutcome
    {
        /// <summary>It in English.</summary>
        public string Message => Sentence.ToString();

        /// <summary>The column that does not exist, as the statement names it; null where something else is wrong.</summary>
        public string? MissingColumn { get; init; }

        /// <summary>The table that does not exist, as the statement names it; null where something else is wrong.</summary>
        public string? MissingTable { get; init; }
    }

    /// <summary>The time limit ended it.</summary>
    public sealed record TimedOut(TimeSpan Limit) : SqlOutcome;

    /// <summary>A limit on rows, text or memory ended it.</summary>
    public sealed record TooLarge(Sentence Sentence) : SqlOutcome
    {
        /// <summary>It in English.</summary>
        public string Message => Sentence.ToString();
    }
}

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

    /// <summary>Bytes that SQLite may take for one statement, its tables not counted.</summary>
    [Range(1_000_000, 64_000_000_000)]
    public long MaxStatementMemory { get; set; } = 80_000_000;

    /// <summary>Bytes that SQLite may hold in this process at once.</summary>
    [Range(16_000_000, 64_000_000_000)]
    public long HeapLimit { get; set; } = 1_000_000_000;
}
