using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>The sheets of a workbook as sources.</summary>
internal static class WorkbookSource
{
    /// <summary>All sheets, or the one that is asked for.</summary>
    /// <exception cref="RequestRefusedException">There is no such sheet (400).</exception>
    public static SourceReadings Choose(IReadOnlyList<SheetReading> sheets, TableOverrides overrides)
    {
        if (overrides.Sheet is not { } wanted)
        {
            return new([.. sheets.Select(static sheet => new SourceReading(sheet.Name, sheet.Reading))], Several: true);
        }

        var sheet = sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.SheetNotFound,
                "The workbook has no such sheet",
                $"There is no sheet '{KnownProblems.Shorten(wanted)}'. The workbook has: {string.Join(", ", sheets.Select(static sheet => KnownProblems.Shorten(sheet.Name)))}."));
        return new([new(sheet.Name, Rename(sheet.Reading, overrides.Name))], Several: true);
    }

    private static TableReading Rename(TableReading reading, string? name) => name is not null && reading is TableReading.Success success
        ? success with { Table = success.Table.WithName(SafeNames.ForTable(name)) }
        : reading;
}
