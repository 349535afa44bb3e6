using System.Text;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>Puts tables into a database: types as affinities, text compared without case, rowid = position from 1.</summary>
internal static class SqlLoader
{
    /// <summary>Declared type of date columns: has text affinity and is recognisable in results.</summary>
    public const string DateType = "DATE TEXT";

    public static void Load(sqlite3 database, Table table)
    {
        Run(database, Define(table));
        Run(database, "BEGIN");
        int[] texts = [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.TextColumnOf(column) is not null)];
        var insert = $"INSERT INTO {Quote(table.Name)} VALUES ({string.Join(',', Enumerable.Repeat('?', table.Columns.Count + texts.Length))})";
        Check(database, raw.sqlite3_prepare_v2(database, insert, out var statement));
        using (statement)
        {
            for (var r = 0; r < table.RowCount; r++)
            {
                var row = table.Row(r);
                for (var c = 0; c < row.Length; c++)
                {
                    Check(database, Bind(statement, c + 1, row[c].Value));
                }

                for (var t = 0; t < texts.Length; t++)
                {
                    var text = row[texts[t]].Text;
                    Check(database, Bind(statement, row.Length + t + 1, text.Length == 0 ? null : text));
                }

                var code = raw.sqlite3_step(statement);
                if (code != raw.SQLITE_DONE)
                {
                    Check(database, code);
                }

                raw.sqlite3_reset(statement);
            }
        }

        Run(database, "COMMIT");
    }

    public static void Run(sqlite3 database, string sql) => Check(database, raw.sqlite3_exec(database, sql));

    public static string Quote(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string Define(Table table)
    {
        var sql = new StringBuilder("CREATE TABLE ").Append(Quote(table.Name)).Append('(');
        for (var c = 0; c < table.Columns.Count; c++)
        {
            sql.Append(c == 0 ? string.Empty : ", ").Append(Quote(table.Columns[c].Name)).Append(' ').Append(table.Columns[c].Type switch
            {
                ColumnType.Integer => "INTEGER",
                ColumnType.Number => "REAL",
                ColumnType.Date => DateType + " COLLATE NOCASE",
                _ => (HoldsNumbers(table, c) ? "COLLATE " : "TEXT COLLATE ") + SqlCollation.Of(table, c),
            });
        }

        for (var c = 0; c < table.Columns.Count; c++)
        {
            if (table.TextColumnOf(c) is { } text)
            {
                sql.Append(", ").Append(Quote(text)).Append(" TEXT COLLATE NOCASE");
            }
        }

        return sql.Append(')').ToString();
    }

    /// <summary>A text column of a result may mix numbers and text; without an affinity both stay what they are.</summary>
    private static bool HoldsNumbers(Table table, int column)
    {
        for (var r = 0; r < table.RowCount; r++)
        {
            if (table[r, column].Value is long or double)
            {
                return true;
            }
        }

        return false;
    }

    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        long whole => raw.sqlite3_bind_int64(statement, index, whole),
        double real => raw.sqlite3_bind_double(statement, index, real),
        string text => raw.sqlite3_bind_text(statement, index, Encoding.UTF8.GetBytes(text)),
        _ => throw new ArgumentException($"A cell holds a {value.GetType().Name}; only long, double and string are values.", nameof(value)),
    };

    private static void Check(sqlite3 database, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqlLoadException(raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }
}
