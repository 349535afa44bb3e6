using System.Text;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>Steps through a statement and keeps its rows, up to the limits.</summary>
internal static class SqlResultReader
{
    private const string ResultName = "result";

    /// <summary>The code at which stepping ended, and the result or why it is too large.</summary>
    public static (int Code, Table? Result, Sentence? TooLarge) Read(
        sqlite3_stmt statement, SqlLimits limits, SqlMemory memory, SourceTexts texts, SqlSelectList? list)
    {
        var width = raw.sqlite3_column_count(statement);
        var cells = new List<Cell>();
        var origins = new Dictionary<object, string>?[width];
        for (var c = 0; c < width; c++)
        {
            var origin = raw.sqlite3_column_origin_name(statement, c).utf8_to_string();
            origins[c] = origin is null && list is not null && list.Count == width && list.ExtremeOf(c) is { } extreme
                ? texts.OfOnly(extreme)
                : texts.Of(raw.sqlite3_column_table_name(statement, c).utf8_to_string(), origin);
        }

        var length = 0L;
        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            if (cells.Count / width == limits.MaxRows)
            {
                return (code, null, $"The result has more than {limits.MaxRows} rows. Aggregate, filter or add LIMIT.");
            }

            for (var c = 0; c < width; c++)
            {
                var cell = ReadCell(statement, c);
                cell = cell.Value is { } value && origins[c]?.TryGetValue(SourceTexts.Key(value), out var source) == true
                    ? cell with { Text = source }
                    : cell;
                cells.Add(cell);

                // At every cell: each may be a megabyte.
                length += cell.Text.Length;
                if (length > limits.MaxResultLength)
                {
                    return (code, null, $"The result holds more than {limits.MaxResultLength} characters. Select fewer columns or rows.");
                }
            }

            memory.AddResult(width);
            if (memory.IsSpentNow())
            {
                return (code, null, $"The result has too many cells: {width} columns, and more than {cells.Count / width} rows. Select fewer.");
            }
        }

        return code == raw.SQLITE_DONE ? (code, new Table(ResultName, Columns(statement, width, cells), [.. cells]), null) : (code, null, null);
    }

    /// <summary>A number for people: no exponent where it can be helped, no noise in the last digits (0.1 + 0.2 is "0.3").</summary>
    internal static string Format(double value) =>
        double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity")
        : Math.Abs(value) is >= 1e-5 and < 1e15 or 0 ? Math.Round((decimal)value, 15).ToString("0.###############")
        : value.ToString("G15");

    private static Cell ReadCell(sqlite3_stmt statement, int column)
    {
        switch (raw.sqlite3_column_type(statement, column))
        {
            case raw.SQLITE_NULL:
                return Cell.Null;
            case raw.SQLITE_INTEGER:
                var whole = raw.sqlite3_column_int64(statement, column);
                return new Cell(whole.ToString(), whole);
            case raw.SQLITE_FLOAT:
                var real = raw.sqlite3_column_double(statement, column);
                return new Cell(Format(real), real);
            case raw.SQLITE_BLOB:
                var hex = $"x'{Convert.ToHexString(raw.sqlite3_column_blob(statement, column))}'";
                return new Cell(hex, hex);
            default:
                // By length, not up to the first NUL character.
                var text = Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));
                return new Cell(text, text);
        }
    }

    private static Column[] Columns(sqlite3_stmt statement, int width, List<Cell> cells)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = new Column[width];
        for (var c = 0; c < width; c++)
        {
            var original = SqlTexts.Unwrap(SqlNumbers.Unwrap(raw.sqlite3_column_name(statement, c).utf8_to_string() ?? string.Empty));
            var name = SafeNames.OneLine(original);
            columns[c] = new Column(
                SafeNames.Unique(name.Length > 0 ? name : $"col_{c + 1}", taken),
                original,
                TypeOf(raw.sqlite3_column_decltype(statement, c).utf8_to_string(), cells, c, width));
        }

        return columns;
    }

    /// <summary>By the values; a column without any is text, unless it comes straight from a typed one.</summary>
    private static ColumnType TypeOf(string? declared, List<Cell> cells, int column, int width)
    {
        bool whole = false, real = false, text = false;
        for (var i = column; i < cells.Count; i += width)
        {
            whole |= cells[i].Value is long;
            real |= cells[i].Value is double;
            text |= cells[i].Value is string;
        }

        if (text || !(whole || real))
        {
            return (declared, text) switch
            {
                (SqlLoader.DateType, _) => ColumnType.Date,
                ("INTEGER", false) => ColumnType.Integer,
                ("REAL", false) => ColumnType.Number,
                ("INTEGER", true) when whole || real => ColumnType.Integer,
                ("REAL", true) when whole || real => ColumnType.Number,
                _ => ColumnType.Text,
            };
        }

        return real ? ColumnType.Number : ColumnType.Integer;
    }
}

/// <summary>What stands in the cells of number and date columns, by value: a result that is such a cell shows it as the table does ("12%", "3 May
/// 1990").</summary>
internal sealed class SourceTexts
{
    private readonly Dictionary<(string Table, string Column), (Table Table, int Index)> _columns = [];
    private readonly HashSet<(string Table, string Column)> _flags = [];
    private readonly Dictionary<(string Table, string Column), Dictionary<object, string>> _texts = [];
    private readonly Dictionary<(string Table, string Column), Dictionary<string, object>> _values = [];

    public void Add(Table table)
    {
        for (var c = 0; c < table.Columns.Count; c++)
        {
            if (table.Columns[c].Type == ColumnType.Text && HoldsFlags(table, c))
            {
                _flags.Add((table.Name.ToUpperInvariant(), table.Columns[c].Name.ToUpperInvariant()));
            }

            if (table.Columns[c].Type != ColumnType.Text)
            {
                _columns[(table.Name.ToUpperInvariant(), table.Columns[c].Name.ToUpperInvariant())] = (table, c);
            }
        }
    }

    /// <summary>The texts by value; values that the column writes in several ways are left out.</summary>
    public Dictionary<object, string>? Of(string? table, string? column)
    {
        if (table is null || column is null || !_columns.TryGetValue((table.ToUpperInvariant(), column.ToUpperInvariant()), out var source))
        {
            return null;
        }

        var key = (table.ToUpperInvariant(), column.ToUpperInvariant());
        if (!_texts.TryGetValue(key, out var texts))
        {
            texts = Collect(source.Table, source.Index);
            _texts.Add(key, texts);
        }

        return texts;
    }

    /// <summary>Whether a table has a column of this name that holds "true" and "false" alone.</summary>
    public bool IsFlag(Table table, string column) => _flags.Contains((table.Name.ToUpperInvariant(), column.ToUpperInvariant()));

    /// <summary>The texts of the one typed column that has this name.</summary>
    public Dictionary<object, string>? OfOnly(string column)
    {
        var found = _columns.Keys.Where(key => key.Column.Equals(column, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return found.Count == 1 ? Of(found[0].Table, column) : null;
    }

    /// <summary>The value that a column's cells write as this text.</summary>
    public object? ValueOf(string table, string column, string text)
    {
        var key = (table.ToUpperInvariant(), column.ToUpperInvariant());
        if (!_values.TryGetValue(key, out var values))
        {
            var (source, index) = _columns[key];
            values = [];
            for (var r = 0; r < source.RowCount; r++)
            {
                if (source[r, index] is { Value: { } value } cell)
                {
                    values.TryAdd(TextFold.Fold(cell.Text), value);
                }
            }

            _values.Add(key, values);
        }

        return values.GetValueOrDefault(TextFold.Fold(text.Trim()));
    }

    /// <summary>cell_text(table, column, value): the text as which a column writes a value; the value itself where it does not, or in several
    /// ways.</summary>
    public object? TextOf(sqlite3_value[] values)
    {
        var texts = Of(FunctionRegistry.Text(values[0]), FunctionRegistry.Text(values[1]));
        object? value = raw.sqlite3_value_type(values[2]) switch
        {
            raw.SQLITE_NULL => null,
            raw.SQLITE_INTEGER or raw.SQLITE_FLOAT => raw.sqlite3_value_double(values[2]),
            _ => FunctionRegistry.Text(values[2]),
        };
        return value is null ? null : texts?.GetValueOrDefault(value) ?? FunctionRegistry.Text(values[2]);
    }

    private static bool HoldsFlags(Table table, int column)
    {
        var found = false;
        for (var r = 0; r < table.RowCount; r++)
        {
            if (table[r, column].Value is { } value)
            {
                found = true;
                if (value is not string text || !bool.TryParse(text, out _))
                {
                    return false;
                }
            }
        }

        return found;
    }

    public static object Key(object value) => value is long whole ? (double)whole : value;

    private static Dictionary<object, string> Collect(Table table, int column)
    {
        var texts = new Dictionary<object, string>();
        var several = new HashSet<object>();
        for (var r = 0; r < table.RowCount; r++)
        {
            var cell = table[r, column];
            if (cell.Value is not null && !texts.TryAdd(Key(cell.Value), cell.Text) && texts[Key(cell.Value)] != cell.Text)
            {
                several.Add(Key(cell.Value));
            }
        }

        foreach (var value in several)
        {
            texts.Remove(value);
        }

        return texts;
    }
}
