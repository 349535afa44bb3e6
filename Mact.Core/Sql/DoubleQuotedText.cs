using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>
/// SQLite can take a name in double quotes that is no column for a text. That hides misspelt columns, so it is off; it is allowed for a statement
/// whose double-quoted words are each a name that exists, a name that the statement gives, or a text that stands in the data.
/// </summary>
internal static class DoubleQuotedText
{
    public static bool IsMeant(string message, SqlShape shape, IReadOnlyCollection<Table> tables)
    {
        if (!message.Contains("should this be a string literal", StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 0; i < shape.Tokens.Count; i++)
        {
            var token = shape.Tokens[i];
            if (token.Kind == SqlTokenKind.QuotedName && !IsName(token.Text, tables) && !IsGiven(shape.Tokens, i) && !IsText(token.Text, tables))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGiven(IReadOnlyList<SqlToken> tokens, int at) => at > 0 && tokens[at - 1].IsWord("AS");

    private static bool IsName(string text, IReadOnlyCollection<Table> tables) =>
        tables.Any(table => table.Name.Equals(text, StringComparison.OrdinalIgnoreCase)
            || table.Columns.Any(column => column.Name.Equals(text, StringComparison.OrdinalIgnoreCase)));

    private static bool IsText(string text, IReadOnlyCollection<Table> tables)
    {
        if (text.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var table in tables)
        {
            for (var r = 0; r < table.RowCount; r++)
            {
                foreach (var cell in table.Row(r))
                {
                    if (cell.Value is string value && value.Equals(text, StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
