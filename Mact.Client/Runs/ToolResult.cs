namespace Mact.Client.Runs;

/// <summary>What executing an action gave: every sample with its fate, distinct results once.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Tool">sql, calculator, search, lookup.</param>
/// <param name="Asked">Samples asked: the denominator of agreement.</param>
/// <param name="Samples">In order of index.</param>
/// <param name="Results">Distinct results, most samples first, ties in order of first sample.</param>
public sealed record ToolResult(
    int Step,
    string Tool,
    int Asked,
    IReadOnlyList<ToolSample> Samples,
    IReadOnlyList<ResultGroup> Results) : RunRecord
{
    /// <summary>UTC, when the first sample was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>All samples together.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Samples that adaptive sampling did not have to draw.</summary>
    public int SavedSamples { get; init; }

    /// <summary>Output tokens that these would have taken, at the mean of those drawn.</summary>
    public long SavedTokens { get; init; }
}

/// <summary>One executed sample.</summary>
/// <param name="Index">Which completion it came from; sampling index.</param>
/// <param name="Code">The SQL or expression that was run; empty where none was found.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Group">Index into <see cref="ToolResult.Results"/>; null where it gave no result.</param>
/// <param name="Error">In words; null when it ran and gave rows. Where it gave none, why.</param>
/// <param name="ElapsedMs">Time of execution.</param>
public sealed record ToolSample(int Index, string Code, ToolSampleStatus Status, int? Group, string? Error, double ElapsedMs)
{
    /// <summary>How the program was read where it was not run as written ("read 'Ton' as 'Ton (V9)'"); such a result weighs less. Null = as
    /// written.</summary>
    public string? Reading { get; init; }

    /// <summary>The error with its values; null where it has none, or was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>What became of one sample when it was executed.</summary>
public enum ToolSampleStatus
{
    /// <summary>It ran and gave a result.</summary>
    Ok,

    /// <summary>It ran and gave no rows.</summary>
    Empty,

    /// <summary>No program was found in the completion.</summary>
    NoCode,

    /// <summary>Not exactly one read-only statement.</summary>
    Rejected,

    /// <summary>It could not be run.</summary>
    Error,

    /// <summary>The time limit ended it.</summary>
    TimedOut,

    /// <summary>A size limit ended it.</summary>
    TooLarge,
}

/// <summary>A distinct executed result in canonical form, kept once however many samples gave it.</summary>
/// <param name="Canonical">Hash of the canonical form.</param>
/// <param name="Columns">Column names of the result.</param>
/// <param name="Rows">The first rows as text (null = NULL), at most <see cref="MaxRows"/>.</param>
/// <param name="RowCount">Rows in all.</param>
/// <param name="Samples">The samples that gave it, in order of index.</param>
public sealed record ResultGroup(
    string Canonical,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    IReadOnlyList<int> Samples)
{
    /// <summary>Rows kept in a record. The full result is the program's, and the program can be run again.</summary>
    public const int MaxRows = 20;
}
