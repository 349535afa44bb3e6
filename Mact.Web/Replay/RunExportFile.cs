using System.Text.Json;
using Mact.Core.Runs;
using Mact.Web.ApiAccess;

namespace Mact.Web.Replay;

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
    public static async Task<ApiResult<RunExportFile>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            var file = await JsonSerializer.DeserializeAsync<RunExportFile>(stream, ApiJson.Options, cancellationToken);
            return file switch
            {
                { Version: not KnownVersion } => Failed($"It is of version {file.Version}; this page reads version {KnownVersion}. Export the run again with the same build."),
                { Records: [{ Record: Accepted }, ..] } => new ApiResult<RunExportFile>.Ok(file with { Prompts = file.Prompts ?? [], Tables = file.Tables ?? [] }),
                _ => Failed("It does not begin with a question. Choose a file that was made with “Export this run as JSON”."),
            };
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return Failed("It is not the JSON of an exported run. Choose a file that was made with “Export this run as JSON”.");
        }
        catch (IOException)
        {
            return Failed($"It could not be read as a whole; the limit is {Formatting.Show.Size(MaxBytes)}.");
        }
    }

    private static ApiResult<RunExportFile>.Failed Failed(string detail) => new(new ApiProblem(0, "This file cannot be replayed", detail));
}
