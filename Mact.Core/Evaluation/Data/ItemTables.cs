using Mact.Core.Tables;

namespace Mact.Core.Evaluation.Data;

/// <summary>Tables of a data set by the loader's rules (docs/data.md): given types are kept, cells trimmed, rows in file order.</summary>
internal static class ItemTables
{
    /// <summary>Builds a table.</summary>
    /// <param name="name">Wanted name.</param>
    /// <param name="columns">The header.</param>
    /// <param name="rows">Cells as text.</param>
    /// <param name="types">Given types (TEXT, INTEGER, REAL, NUMERIC); null: found in the data.</param>
    /// <exception cref="BadRowException">It cannot be a table.</exception>
    public static Table Build(string name, IReadOnlyList<string?> columns, IReadOnlyList<IReadOnlyList<string?>> rows, IReadOnlyList<string>? types = null)
    {
        if (types is not null && types.Count != columns.Count)
        {
            throw new BadRowException($"Table '{name}' has {columns.Count} columns, but {types.Count} types.");
        }

        return TableBuilder.Build(name, columns, rows, new TableLimits(), types?.Select(TypeOf).ToList(), strictRows: types is not null) switch
        {
            TableReading.Success success => success.Table,
            TableReading.Refused refused => throw new BadRowException($"Table '{name}': {refused.Message}"),
            _ => throw new BadRowException($"Table '{name}' cannot be read."),
        };
    }

    /// <summary>Builds a table from rows, of which the first is the header.</summary>
    /// <exception cref="BadRowException">There is no header, or it cannot be a table.</exception>
    public static Table WithHeader(string name, IReadOnlyList<IReadOnlyList<string?>> rows) =>
        rows.Count == 0 ? throw new BadRowException($"Table '{name}' is empty.") : Build(name, rows[0], [.. rows.Skip(1)]);

    private static ColumnType TypeOf(string type) => type.ToUpperInvariant() switch
    {
        "TEXT" => ColumnType.Text,
        "INTEGER" => ColumnType.Integer,
        "REAL" or "NUMERIC" or "NUMBER" => ColumnType.Number,
        "DATE" => ColumnType.Date,
        _ => throw new BadRowException($"'{type}' is no type; the types are TEXT, INTEGER, REAL and NUMERIC."),
    };
}
