using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>An exported run: everything that its pages need, without Api or model.</summary>
/// <param name="Version">Of the form.</param>
/// <param name="Records">The journal.</param>
/// <param name="Prompts">Texts of prompt parts by hash.</param>
/// <param name="Tables">With all rows.</param>
public sealed record RunExportFile(
    int Version, IReadOnlyList<StoredRecord> Records, Dictionary<string, string> Prompts, IReadOnlyList<ExportedTable> Tables)
{
    /// <summary>The form that this page reads.</summary>
    public const int KnownVersion = 1;

    /// <summary>The largest file that is taken, in bytes.</summary>
    public const long MaxBytes = 100L * 1024 * 1024;

    /// <summary>Rows of a table; empty where it is not in the file.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> RowsOf(string id) => Tables.FirstOrDefault(table => table.Id == id)?.Rows ?? [];

    /// <summary>Reads a file. What is wrong with it is said in words.</summary>
    public static async Task<ApiResult<RunExportFile>> ReadAsync(Stream stream, IStringLocalizer<Texts> t, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(t);
        try
        {
            var file = await JsonSerializer.DeserializeAsync<RunExportFile>(stream, ApiJson.Options, cancellationToken);
            return file switch
            {
                { Version: not KnownVersion } => Failed(t["It is of version {0}; this page reads version {1}. Export the run again with the same build.", file.Version, KnownVersion], t),
                { Records: [{ Record: Accepted }, ..] } => new ApiResult<RunExportFile>.Ok(file with { Prompts = file.Prompts ?? [], Tables = file.Tables ?? [] }),
                _ => Failed(t["It does not begin with a question. Choose a file that was made with “Export this run as JSON”."], t),
            };
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return Failed(t["It is not the JSON of an exported run. Choose a file that was made with “Export this run as JSON”."], t);
        }
        catch (IOException)
        {
            return Failed(t["It could not be read as a whole; the limit is {0}.", Show.Size(MaxBytes)], t);
        }
    }

    private static ApiResult<RunExportFile>.Failed Failed(string detail, IStringLocalizer<Texts> t) => new(new ApiProblem(0, t["This file cannot be replayed"], detail));
}

/// <summary>A table of an exported run.</summary>
public sealed record ExportedTable(string Id, string Name, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
