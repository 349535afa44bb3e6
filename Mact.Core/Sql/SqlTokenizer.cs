namespace Mact.Core.Sql;

/// <summary>Splits a statement as SQLite does, just far enough to see its outline. It decides no rights: SQLite's own parser and the guards do.</summary>
internal static class SqlTokenizer
{
    public static List<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (at < sql.Length)
        {
            at = Next(sql, at, tokens);
        }

        return tokens;
    }

    private static int Next(string sql, int at, List<SqlToken> tokens)
    {
        var c = sql[at];
        if (char.IsWhiteSpace(c) || c == '\ufeff')
        {
            return at + 1;
        }

        if (c == '-' && at + 1 < sql.Length && sql[at + 1] == '-')
        {
            var end = sql.IndexOf('\n', at);
            return end < 0 ? sql.Length : end + 1;
        }

        if (c == '/' && at + 1 < sql.Length && sql[at + 1] == '*')
        {
            var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
            return end < 0 ? sql.Length : end + 2;
        }

        if (c is '\'' or '"' or '`' or '[')
        {
            return ReadQuoted(sql, at, tokens);
        }

        var length = 1;
        var kind = SqlTokenKind.Symbol;
        if (char.IsAsciiDigit(c) || IsNamePart(c))
        {
            kind = char.IsAsciiDigit(c) ? SqlTokenKind.Number : SqlTokenKind.Word;
            while (at + length < sql.Length && (IsNamePart(sql[at + length]) || (kind == SqlTokenKind.Number && sql[at + length] == '.')))
            {
                length++;
            }
        }

        tokens.Add(new SqlToken(kind, sql.Substring(at, length), at, at + length));
        return at + length;
    }

    private static int ReadQuoted(string sql, int start, List<SqlToken> tokens)
    {
        var close = sql[start] == '[' ? ']' : sql[start];
        var at = start + 1;
        while (at < sql.Length)
        {
            if (sql[at] != close)
            {
                at++;
            }
            else if (close != ']' && at + 1 < sql.Length && sql[at + 1] == close)
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        var inner = sql[(start + 1)..Math.Min(at, sql.Length)];
        var text = close == ']' ? inner : inner.Replace(new string(close, 2), close.ToString(), StringComparison.Ordinal);
        tokens.Add(new SqlToken(close == '\'' ? SqlTokenKind.Text : SqlTokenKind.QuotedName, text, start, Math.Min(at + 1, sql.Length)));
        return at + 1;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c > 127;
}
