namespace Mact.Core.Tables;

/// <summary>What reading a source came to: a table with the repairs made, or a refusal in words.</summary>
public abstract record TableReading
{
    private TableReading()
    {
    }

    /// <summary>A table was read.</summary>
    public sealed record Success(Table Table, IReadOnlyList<TableRepair> Repairs) : TableReading;

    /// <summary>No table could be read.</summary>
    /// <param name="Code">Stable, camelCase: empty, notCsv, brokenJson, raggedRows, tooManyRows, tooManyColumns, tooManyCells, tooManyBytes, cellTooLong, encrypted, unsupported.</param>
    /// <param name="Message">What happened and what to do next.</param>
    /// <param name="TooLarge">A limit was passed: HTTP 413 rather than 400.</param>
    public sealed record Refused(string Code, string Message, bool TooLarge = false) : TableReading;
}
