using System.Text.Json;

namespace Mact.Client.Runs;

/// <summary>A whole run as a file: enough to show and to replay it without any store or model. <c>GET /questions/{id}/export</c> gives it.</summary>
/// <param name="Version">The version of the form; a reader refuses what it does not know.</param>
/// <param name="Question">As it was asked.</param>
/// <param name="Records">The journal so far.</param>
/// <param name="Prompts">Texts of prompt parts by hash.</param>
/// <param name="Tables">With all rows.</param>
public sealed record RunFile(
    int Version,
    Question Question,
    IReadOnlyList<StoredRecord> Records,
    IReadOnlyDictionary<string, string> Prompts,
    IReadOnlyList<RunFileTable> Tables)
{
    /// <summary>The form that is written. In the first one, which is read as well, the members of a model's reply stood beside those of its
    /// call.</summary>
    public const int KnownVersion = 2;

    /// <summary>Records that are taken: far more than the longest run writes, and no more than a page shows.</summary>
    public const int MaxRecords = 20_000;

    /// <summary>Rows of a table; empty where it is not in the file.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> RowsOf(string id) => Tables.FirstOrDefault(table => table.Id == id)?.Rows ?? [];

    /// <summary>Writes the file's JSON, in pieces.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, this, MactJson.Relaxed.RunFile, cancellationToken);

    /// <summary>Reads a file.</summary>
    /// <exception cref="RunFileException">It is none, or of another form.</exception>
    public static async Task<RunFile> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        RunFile? file;
        try
        {
            file = await JsonSerializer.DeserializeAsync(stream, MactJson.Default.RunFile, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new RunFileException(RunFileFault.NotJson, "It is not the JSON of an exported run.", exception);
        }

        return file switch
        {
            { Version: < 1 or > KnownVersion } =>
                throw new RunFileException(
                    RunFileFault.OtherVersion, $"It is of version {file.Version}; versions up to {KnownVersion} are read.")
                { Version = file.Version },
            { Records.Count: > MaxRecords } =>
                throw new RunFileException(
                    RunFileFault.TooManyRecords, $"It has {file.Records.Count} records; at most {MaxRecords} are read.")
                { Records = file.Records.Count },
            { Records: { } records } when records.Any(static record => record?.Record is null) || file.Tables?.Any(IsBroken) == true =>
                throw new RunFileException(RunFileFault.NotJson, "It holds a record or a table that is null."),
            { Records: [{ Record: Accepted accepted }, ..] } =>
                file with { Question = accepted.Question, Prompts = file.Prompts ?? new Dictionary<string, string>(), Tables = file.Tables ?? [] },
            _ => throw new RunFileException(RunFileFault.NoQuestion, "It does not begin with a question."),
        };
    }

    private static bool IsBroken(RunFileTable? table) =>
        table is not { Id: not null, Name: not null, Columns: not null, Rows: not null }
        || table.Columns.Any(static column => column is null) || table.Rows.Any(static row => row is null);
}

/// <summary>A table of an exported run.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">As the question names it.</param>
/// <param name="Columns">In source order, with their types.</param>
/// <param name="Rows">Cells as they stood in the source; null is a missing value.</param>
public sealed record RunFileTable(string Id, string Name, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>What is wrong with a file that was to be an exported run.</summary>
public enum RunFileFault
{
    /// <summary>It is no JSON of that shape.</summary>
    NotJson,

    /// <summary>It is of a form that is not read.</summary>
    OtherVersion,

    /// <summary>It has more records than are read.</summary>
    TooManyRecords,

    /// <summary>Its records do not begin with a question.</summary>
    NoQuestion,
}

/// <summary>A file is no exported run.</summary>
public sealed class RunFileException(RunFileFault fault, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What is wrong.</summary>
    public RunFileFault Fault => fault;

    /// <summary>The file's version, where that is what is wrong; else 0.</summary>
    public int Version { get; init; }

    /// <summary>How many records the file has, where they are too many; else 0.</summary>
    public int Records { get; init; }
}
