namespace Mact.Core.Sql;

/// <summary>Splits a statement as SQLite does, just far enough to see its outline. It decides no rights: SQLite's own parser and the guards
/// do.</summary>
internal static class SqlTokenizer
{
    public static List<StatementToken> Read(string sql)
    {
        var tokens = new List<StatementToken>();
        var at = 0;
        while (at < sql.Length)
        {
            at = Next(sql, at, tokens);
        }

        return tokens;
    }

    private static int Next(string sql, int at, List<StatementToken> tokens)
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
        var kind = StatementTokenKind.Symbol;
        if (char.IsAsciiDigit(c) || IsNamePart(c))
        {
            kind = char.IsAsciiDigit(c) ? StatementTokenKind.Number : StatementTokenKind.Word;
            while (at + length < sql.Length && (IsNamePart(sql[at + length]) || (kind == StatementTokenKind.Number && sql[at + length] == '.')))
            {
                length++;
            }
        }

        tokens.Add(new StatementToken(kind, sql.Substring(at, length), at, at + length));
        return at + length;
    }

    private static int ReadQuoted(string sql, int start, List<StatementToken> tokens)
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
        tokens.Add(
            new StatementToken(close == '\'' ? StatementTokenKind.Text : StatementTokenKind.QuotedName, text, start, Math.Min(at + 1, sql.Length)));
        return at + 1;
    }

    /// <summary>The parenthesis that closes the one here; the number of tokens where none does.</summary>
    public static int FindClose(IReadOnlyList<StatementToken> tokens, int open)
    {
        var depth = 0;
        for (var at = open; at < tokens.Count; at++)
        {
            depth += tokens[at].Nesting;
            if (depth == 0)
            {
                return at;
            }
        }

        return tokens.Count;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c > 127;
}

/// <summary>A token of a statement; comments and white space are none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="Start">Where it begins in the statement.</param>
/// <param name="End">Where it has ended, quotes included.</param>
internal readonly record struct StatementToken(StatementTokenKind Kind, string Text, int Start, int End)
{
    public bool IsWord(string word) => Kind == StatementTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char symbol) => Kind == StatementTokenKind.Symbol && Text[0] == symbol;

    /// <summary>1 where a parenthesis opens, -1 where one closes.</summary>
    public int Nesting => IsSymbol('(') ? 1 : IsSymbol(')') ? -1 : 0;

    public bool IsName => Kind is StatementTokenKind.Word or StatementTokenKind.QuotedName;
}

/// <summary>What a token of a statement is.</summary>
internal enum StatementTokenKind
{
    /// <summary>A keyword or a plain name.</summary>
    Word,

    /// <summary>A name in double quotes, brackets or backticks; the token's text is without them.</summary>
    QuotedName,

    /// <summary>A string in single quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Any other character, alone.</summary>
    Symbol,
}
