using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>Adds to SQLite's words what helps to write the statement right: the closest names, and all names there are.</summary>
internal static class SqlErrorHelp
{
    private const int Closest = 3;
    private const int MaxColumnsListed = 60;

    /// <summary>SQLite's own words, as they stand around what they are about.</summary>
    private static readonly (string Before, string After)[] Around =
    [
        ("near \"", "\": syntax error"), ("unrecognized token: \"", "\""), ("ambiguous column name: ", ""), ("misuse of aggregate: ", "()"),
        ("misuse of aggregate function ", "()"), ("misuse of window function ", "()"), ("wrong number of arguments to function ", "()"),
        ("circular reference: ", ""),
    ];

    public static Sentence Explain(string message, IReadOnlyCollection<Table> tables, SqlShape shape)
    {
        if (NameAfter(message, "no such column: ") is { } column)
        {
            return Sentence.Join([$"No such column: {column}.", .. ClosestColumns(column, tables), .. ColumnsOf(Mentioned(tables, shape))]);
        }

        if (NameAfter(message, "no such table: ") is { } table)
        {
            var names = string.Join(", ", tables.Select(known => SqlLoader.Quote(known.Name)));
            return Sentence.Join([$"No such table: {table}. The tables are {names}.", .. ColumnsOf(tables)]);
        }

        if (NameAfter(message, "no such function: ") is { } function)
        {
            var near = SqlFunctions.Names.OrderBy(
                name => EditDistance.Between(name, function.ToLowerInvariant())).ThenBy(name => name, StringComparer.Ordinal);
            return $"No such function: {function}. Closest: {string.Join(", ", near.Take(Closest))}. SQL is SQLite's dialect.";
        }

        var (before, after) = Around.FirstOrDefault(around =>
            message.Length > around.Before.Length + around.After.Length
            && message.StartsWith(around.Before, StringComparison.Ordinal) && message.EndsWith(around.After, StringComparison.Ordinal));
        return before is null ? message : (Sentence)$"{before:words}{message[before.Length..^after.Length]}{after:words}";
    }

    /// <summary>The name in "no such column: t.x" or in "no such column: "x" - should this be a string literal in single-quotes?".</summary>
    public static string? NameAfter(string message, string prefix)
    {
        if (!message.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = message[prefix.Length..];
        var hint = name.LastIndexOf(" - should this be", StringComparison.Ordinal);
        return (hint < 0 ? name : name[..hint]).Trim('"');
    }

    private static IEnumerable<Sentence> ClosestColumns(string wanted, IReadOnlyCollection<Table> tables)
    {
        var key = Key(wanted);
        var last = Key(wanted[(wanted.LastIndexOf('.') + 1)..]);
        var names = tables
            .SelectMany(table => table.Columns.Select(column => (Table: table.Name, column.Name, Key: Key(column.Name))))
            .Select(known => (known.Table, known.Name, Distance: Distance(known.Name, known.Key, key, last)))
            .Where(known => known.Distance <= Math.Max(2, last.Length / 2))
            .OrderBy(known => known.Distance).ThenBy(known => known.Name, StringComparer.Ordinal)
            .Take(Closest)
            .Select(known => tables.Count == 1
                ? (Sentence)$"{SqlLoader.Quote(known.Name)}"
                : $"{SqlLoader.Quote(known.Name)} of {SqlLoader.Quote(known.Table)}")
            .ToArray();
        return names.Length == 0 ? [] : [$"Closest: {Sentence.Join(names, ", ")}."];
    }

    private static int Distance(string name, string known, string key, string last)
    {
        var distance = Math.Min(EditDistance.Between(known, key), EditDistance.Between(known, last));
        foreach (var word in name.Split([' ', '_', '-', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            // "populaton" for "Population 2010": one word of the name is meant.
            distance = Math.Min(distance, EditDistance.Between(Key(word), last) + 1);
        }

        // "population" for "population 2010" is meant, however many letters lie between.
        var contained = last.Length >= 3 && known.Length >= 3
            && (known.Contains(last, StringComparison.Ordinal) || last.Contains(known, StringComparison.Ordinal));
        return contained ? Math.Min(distance, 1) : distance;
    }

    private static string Key(string name) => new([.. AnalystFunctions.Normalize(name).Where(char.IsLetterOrDigit)]);

    private static IEnumerable<Table> Mentioned(IReadOnlyCollection<Table> tables, SqlShape shape)
    {
        var mentioned = tables
            .Where(table => shape.Tokens.Any(token => token.IsName && token.Text.Equals(table.Name, StringComparison.OrdinalIgnoreCase))).ToArray();
        return mentioned.Length > 0 ? mentioned : tables;
    }

    private static IEnumerable<Sentence> ColumnsOf(IEnumerable<Table> tables) =>
        from table in tables
        let names = string.Join(", ", table.Columns.Take(MaxColumnsListed).Select(column => SqlLoader.Quote(column.Name)))
        let more = table.Columns.Count - MaxColumnsListed
        select more > 0
            ? (Sentence)$"Columns of {SqlLoader.Quote(table.Name)}: {names} and {more} more."
            : $"Columns of {SqlLoader.Quote(table.Name)}: {names}.";
}

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
            if (
                token.Kind == StatementTokenKind.QuotedName
                    && !IsName(token.Text, tables) && !IsGiven(shape.Tokens, i) && !IsText(token.Text, tables))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGiven(IReadOnlyList<StatementToken> tokens, int at) => at > 0 && tokens[at - 1].IsWord("AS");

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
