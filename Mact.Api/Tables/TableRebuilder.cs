using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Applies a person's corrections to a table that was read: another header row, other types.</summary>
internal static class TableRebuilder
{
    /// <summary>The reading with the corrections; a refusal stays one.</summary>
    /// <exception cref="RequestRefusedException">The corrections do not fit the table (400).</exception>
    public static TableReading Apply(TableReading reading, TableOverrides overrides, TableLimits limits)
    {
        if (reading is not TableReading.Success success)
        {
            return reading;
        }

        var corrected = overrides.HeaderRow is { } row and not 1 ? WithHeader(success, row, overrides.Settings, limits) : WithSettings(success, overrides.Settings, limits);
        return corrected is TableReading.Success again && overrides.Types is { } types ? WithTypes(again, types, overrides.Settings, limits) : corrected;
    }

    private static TableReading WithSettings(TableReading.Success success, TableSettings given, TableLimits limits)
    {
        if (given.NumberFormat is null && given.DateOrder is null)
        {
            return success;
        }

        var table = success.Table;
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index))).ToArray();
        return TableBuilder.Build(
            table.Name, [.. table.Columns.Select(static column => column.OriginalName)], rows, limits,
            settings: TableSettings.Of(table, given.NumberFormat, given.DateOrder));
    }

    private static TableReading WithHeader(TableReading.Success success, int row, TableSettings given, TableLimits limits)
    {
        var table = success.Table;
        if (row > table.RowCount + 1)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidHeaderRow,
                "There is no such row",
                $"headerRow is {row}, but '{table.Name}' has {table.RowCount + 1} rows with the header it was read with."));
        }

        var settings = TableSettings.Of(table, given.NumberFormat, given.DateOrder);
        IReadOnlyList<string?> header = [.. table.Columns.Select(static column => column.OriginalName)];
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index)));
        var rebuilt = row == 0
            ? TableBuilder.Build(table.Name, new string?[header.Count], [header, .. rows], limits, settings: settings)
            : TableBuilder.Build(table.Name, CellTexts.Row(table.Row(row - 2)), [.. rows.Skip(row - 1)], limits, settings: settings);
        return KeepRepairs(rebuilt, success.Repairs.Where(static repair => !IsOfHeader(repair)));
    }

    private static TableReading WithTypes(
        TableReading.Success success, IReadOnlyList<ColumnType?> types, TableSettings given, TableLimits limits)
    {
        var table = success.Table;
        if (types.Count > table.Columns.Count)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidTypes,
                "There are more types than columns",
                $"'{table.Name}' has {table.Columns.Count} columns, but {types.Count} types are given."));
        }

        var all = table.Columns.Select((column, index) => (index < types.Count ? types[index] : null) ?? column.Type).ToArray();
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index))).ToArray();
        var rebuilt = TableBuilder.Build(table.Name, [.. table.Columns.Select(static column => column.OriginalName)], rows, limits, all, settings: TableSettings.Of(table, given.NumberFormat, given.DateOrder));
        return rebuilt is TableReading.Success again ? again with { Repairs = success.Repairs } : rebuilt;
    }

    private static TableReading KeepRepairs(TableReading reading, IEnumerable<TableRepair> before) =>
        reading is TableReading.Success success ? success with { Repairs = [.. before, .. success.Repairs] } : reading;

    private static bool IsOfHeader(TableRepair repair) => repair.Code is "emptyHeader" or "duplicateHeader";
}
