using Mact.Web.ApiAccess;

namespace Mact.Web.Uploads;

/// <summary>What the browser is told of an upload. Small on purpose: it goes on to the circuit, whose messages are limited.</summary>
/// <param name="Tables">What was stored; empty where nothing was.</param>
/// <param name="Problem">In words, why nothing was; null otherwise.</param>
public sealed record UploadReply(IReadOnlyList<UploadedTable> Tables, string? Problem)
{
    private const int MaxRepairs = 20;
    private const int MaxMessage = 300;

    /// <summary>For a stored table.</summary>
    public static UploadReply Of(IEnumerable<TableInfo> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new(
            [
                .. tables.Select(static table => new UploadedTable(
                    table.Id,
                    table.Name,
                    [.. (table.Repairs ?? []).Take(MaxRepairs).Select(static repair => repair with { Message = Formatting.Show.Cut(repair.Message, MaxMessage) })],
                    table.Repairs?.Count ?? 0)),
            ],
            Problem: null);
    }

    /// <summary>For a refusal.</summary>
    public static UploadReply Of(ApiProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new([], problem.InWords);
    }
}
