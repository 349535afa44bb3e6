using Mact.Web.ApiAccess;

namespace Mact.Web.Uploads;

/// <summary>What the browser is told of an upload. Small on purpose: it goes on to the circuit, whose messages are limited.</summary>
/// <param name="Tables">What was stored; empty where nothing was.</param>
/// <param name="Problem">In words, why nothing was; null otherwise.</param>
public sealed record UploadReply(IReadOnlyList<UploadedTable> Tables, string? Problem)
{
    /// <summary>Sheets that were left out, and why; empty where none was.</summary>
    public IReadOnlyList<SkippedTable> Skipped { get; init; } = [];

    /// <summary>The file that it came from; the browser fills it in.</summary>
    public string? Source { get; init; }

    private const int MaxRepairs = 20;
    private const int MaxMessage = 300;

    /// <summary>For a stored table.</summary>
    public static UploadReply Of(IEnumerable<TableInfo> tables, IEnumerable<SkippedTable> skipped)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(skipped);
        return new(
            [
                .. tables.Select(static table => new UploadedTable(
                    table.Id,
                    table.Name,
                    [.. (table.Repairs ?? []).Take(MaxRepairs).Select(static repair => repair with { Message = Formatting.Show.Cut(repair.Message, MaxMessage) })],
                    table.Repairs?.Count ?? 0)),
            ],
            Problem: null)
        {
            Skipped = [.. skipped.Take(MaxRepairs).Select(static sheet => sheet with { Name = Formatting.Show.Cut(sheet.Name, 100), Message = Formatting.Show.Cut(sheet.Message, MaxMessage) })],
        };
    }
}
