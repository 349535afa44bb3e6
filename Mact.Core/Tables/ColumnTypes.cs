namespace Mact.Core.Tables;

/// <summary>Names of column types: ours and those of SQL.</summary>
public static class ColumnTypes
{
    /// <summary>Reads "integer", "number", "date", "text" and the SQL names INTEGER, REAL, NUMERIC, TEXT, in any case.</summary>
    public static bool TryParse(string? name, out ColumnType type)
    {
        ColumnType? found = name?.Trim().ToUpperInvariant() switch
        {
            "TEXT" or "STRING" or "VARCHAR" => ColumnType.Text,
            "INTEGER" or "INT" or "BIGINT" => ColumnType.Integer,
            "NUMBER" or "REAL" or "NUMERIC" or "DECIMAL" or "DOUBLE" or "FLOAT" => ColumnType.Number,
            "DATE" => ColumnType.Date,
            _ => null,
        };
        type = found ?? ColumnType.Text;
        return found is not null;
    }
}
