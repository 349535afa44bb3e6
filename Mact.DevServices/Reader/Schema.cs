using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>What all cells of a column read as.</summary>
internal enum Kind
{
    Text,
    Number,
    Year,
    Date,

    /// <summary>Times and durations written in one shape, so that their texts sort as they do: 3:41.43, 3:42.10.</summary>
    Clock,

    /// <summary>Yes and no.</summary>
    Flag,

    /// <summary>Numbers or dates among other things: nothing that can be ordered or computed with.</summary>
    Mixed,
}

/// <summary>A column as the reader sees it.</summary>
internal sealed partial class ReaderColumn
{
    private static readonly HashSet<string> Identifiers = new(
        ["id", "no", "number", "nr", "code", "key", "index", "zip", "phone", "rank", "#", "position", "pos"], StringComparer.Ordinal);
    private static readonly HashSet<string> YearNames =
        new(["year", "opened", "founded", "found", "established", "built", "born", "since", "season", "released", "launched", "date", "completed",
            "introduced", "debut"], StringComparer.Ordinal);

    // Names of what is counted or measured: a thousand or two of them is no year.
    private static readonly HashSet<string> Quantities = new(
        [
            .. Identifiers, "price", "cost", "revenue", "amount", "qty", "quantity", "sale", "point", "score", "salary", "population",
            "area", "size", "height", "weight", "length", "distance",
            "count", "total", "attendance", "visitor", "seat", "item", "unit", "budget", "income", "profit", "capacity", "elevation", "depth",
            "power", "output", "member", "vote", "climb", "calorie",
        ],
        StringComparer.Ordinal);

    private static readonly string[] YesWords = ["yes", "true", "y"];
    private static readonly string[] NoWords = ["no", "false", "n"];

    public ReaderColumn(string table, string name, ColumnType type, IReadOnlyList<Cell> cells)
    {
        Table = table;
        Name = name;
        Type = type;
        Header = Words.OfName(name);
        IReadOnlyList<Cell> filled = [.. cells.Where(static cell => cell.Value is not null)];
        Filled = filled.Count;
        IsFull = Filled == cells.Count;
        HasZero = filled.Any(static cell => cell.Value is 0L or 0.0);
        Values = [.. filled.Select(static cell => cell.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
        IsUnique = Values.Count == cells.Count && cells.Count > 0;
        Kind = Find(filled);
        Unit = FindUnit(filled);
        IsIdentifier = Header.Count > 0 && (Identifiers.Contains(Header[^1]) || (Kind == Kind.Number && IsCounter(cells)));
    }

    public string Table { get; }

    public string Name { get; }

    public ColumnType Type { get; }

    /// <summary>The name's words without plural endings.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The different cells as they are written.</summary>
    public IReadOnlyList<string> Values { get; }

    public Kind Kind { get; }

    /// <summary>The unit of all its numbers: what its name has in brackets, or what every cell is written with.</summary>
    public string? Unit { get; }

    /// <summary>Cells that are not empty.</summary>
    public int Filled { get; }

    public bool IsFull { get; }

    public bool HasZero { get; }

    /// <summary>Every row has its own value.</summary>
    public bool IsUnique { get; }

    /// <summary>Numbers that name rows, and that nobody adds up.</summary>
    public bool IsIdentifier { get; }

    /// <summary>Counts are in no unit.</summary>
    public bool IsCount => Header.Any(static word => word is "count" or "number" or "quantity" or "qty" or "age");

    public bool IsTemporal => Kind is Kind.Date or Kind.Year;

    public bool IsOrdered => Kind is Kind.Number or Kind.Year or Kind.Date or Kind.Clock;

    /// <summary>Percentages and ratios are not added up.</summary>
    public bool IsAdditive =>
        Kind == Kind.Number && !IsIdentifier && Unit != "%"
            && !Header.Any(
                static word => word is "average" or "avg" or "mean" or "median" or "rate" or "ratio" or "percent" or "percentage" or "share");

    /// <summary>The cell that says yes; only of a flag.</summary>
    public string Yes => Values.First(static value => YesWords.Contains(Words.Fold(value)));

    private Kind Find(IReadOnlyList<Cell> filled)
    {
        if (filled.Count == 0)
        {
            return Kind.Mixed;
        }

        switch (Type)
        {
            case ColumnType.Date:
                return filled.All(static cell => DateText.TryParse(cell.Value as string, out _)) ? Kind.Date : Kind.Mixed;
            case ColumnType.Integer or ColumnType.Number:
                return filled.All(static cell => cell.Value is long or double) ? NumberOrYear(filled) : Kind.Mixed;
            default:
                break;
        }

        if (filled.All(static cell => DateText.TryParse(cell.Text, out _)))
        {
            return Kind.Date;
        }

        if (filled.All(static cell => NumberText.TryParse(cell.Text, out double _)))
        {
            return NumberOrYear(filled);
        }

        if (Same(filled, static text => Quantity().Match(text) is { Success: true } match ? match.Groups["unit"].Value : null) is { Length: > 0 })
        {
            return Kind.Number;
        }

        if (Same(
            filled, static text =>
                text.Contains(':', StringComparison.Ordinal) && Clock().IsMatch(text) ? Digit().Replace(text, "9") : null) is not null)
        {
            return Kind.Clock;
        }

        var words = Values.Select(Words.Fold).ToList();
        return words.TrueForAll(static word => YesWords.Contains(word) || NoWords.Contains(word))
            && words.Exists(static word => YesWords.Contains(word)) ? Kind.Flag
            : filled.Any(static cell => NumberText.TryParse(cell.Text, out double _)) ? Kind.Mixed
            : Kind.Text;
    }

    private Kind NumberOrYear(IReadOnlyList<Cell> filled) =>
        filled.All(
            static cell => cell.Text.Length == 4 && int.TryParse(cell.Text, out var year) && year is > 1000 and < 2200)
        && (Header.Any(static word => YearNames.Contains(word) || word.EndsWith("ed", StringComparison.Ordinal))
            || (filled.Count > 2 && filled.All(static cell => int.Parse(cell.Text) is >= 1900 and < 2040)
                && !Header.Any(Quantities.Contains)))
            ? Kind.Year
            : Kind.Number;

    private string? FindUnit(IReadOnlyList<Cell> filled)
    {
        if (Kind != Kind.Number)
        {
            return null;
        }

        var inName = InBrackets().Match(Name) is { Success: true } brackets ? Words.Fold(brackets.Groups["unit"].Value)
            : Name.Contains('$', StringComparison.Ordinal) || Header.Contains("usd") ? "$"
            : Name.Contains('€', StringComparison.Ordinal) || Header.Contains("eur") ? "€"
            : Name.Contains('%', StringComparison.Ordinal) ? "%" : null;
        return inName
            ?? Same(filled, static text =>
                text.FirstOrDefault(static character => character is '$' or '€' or '£' or '%') is not '\0' and var sign ? sign.ToString() : null)
            ?? Same(filled, static text => Quantity().Match(text) is { Success: true } match ? match.Groups["unit"].Value : null);
    }

    private static string? Same(IReadOnlyList<Cell> filled, Func<string, string?> read)
    {
        var first = read(filled[0].Text);
        return first is not null && filled.All(cell => read(cell.Text) == first) ? first : null;
    }

    // 1, 2, 3, … down the table.
    private static bool IsCounter(IReadOnlyList<Cell> cells) =>
        cells.Count > 2
            && cells.Select(static (cell, row) => (cell, row)).All(static pair => pair.cell.Value is long number && number == pair.row + 1);

    [GeneratedRegex(@"^[-−]?\d+(,\d{3})*(\.\d+)? ?(?<unit>\p{L}+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quantity();

    [GeneratedRegex(@"^[\d:.]+$", RegexOptions.None, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\d", RegexOptions.None, 1000)]
    private static partial Regex Digit();

    [GeneratedRegex(@"[(\[](?<unit>[^)\]]+)[)\]]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBrackets();
}

/// <summary>What a reading is made over: one table, or two that join over a key.</summary>
internal sealed class Source
{
    private static readonly string[] People =
        [
            "name", "person", "employee", "artist", "athlete", "student", "patient", "candidate", "president", "captain", "coach", "chairman",
            "musician",
        ];

    // They end like people and are none.
    private static readonly string[] Things =
    [
        "order", "number", "letter", "color", "floor", "sector", "paper", "power", "water", "quarter", "semester", "chapter", "river", "carrier",
        "computer",
    ];

    private static readonly string[] Totals = ["total", "totals", "sum", "overall", "average"];

    private Source(IReadOnlyList<ReaderColumn> columns, IReadOnlyList<string> tables, bool isComplete, (ReaderColumn One, ReaderColumn Many)? join)
    {
        Columns = columns;
        Tables = tables;
        IsComplete = isComplete;
        Join = join;
        var own = columns.Where(column => column.Table == tables[^1]).ToList();
        RowNumber = own.Find(static column => column is { Kind: Kind.Number, IsUnique: true, Header: [.., _, "id" or "no" or "number"] });
        Key = own.Find(static column => column is { Kind: Kind.Text, IsUnique: true }) ?? RowNumber;
        var people = own.Where(static column => column.Kind == Kind.Text && column.Header is [.., var noun] && IsPerson(noun)).ToList();
        Person = people.Find(column => column == Key) ?? (people is [var person] ? person : null);
        UnitOf = own.Find(
            static column => column is { Kind: Kind.Text, Values.Count: > 1, Header: [.., "unit" or "uom" or "currency" or "measure"] });
        TotalsIn = columns.FirstOrDefault(static column => column.Kind is Kind.Text or Kind.Mixed && column.Values.Any(IsTotal));
        HashSet<string> nouns = Person is not null && Person == Key ? ["row", "record", "entry", "person"] : ["row", "record", "entry"];

        // A table of medals whose rows are countries has no row that is a medal.
        if (Words.OfName(tables[^1]) is [.., { Length: > 1 } tableNoun]
            && (Key is not { Kind: Kind.Text, Header: [.., not ("name" or "title")] } || own.Exists(column => column.Header.Contains(tableNoun))))
        {
            nouns.Add(tableNoun);
        }

        foreach (var column in own)
        {
            if (column.Header is [.., var noun, "id" or "no" or "number"] && column.IsUnique)
            {
                nouns.Add(noun);
            }
            else if (
                column.IsUnique && column == Key && column.Header is [.., var name] && name != "name" || column == Key
                    && column.Header is [_, "name"])
            {
                nouns.Add(column.Header is [var first, "name"] ? first : column.Header[^1]);
            }
        }

        RowNouns = nouns;
    }

    /// <summary>All columns, the referring table's last.</summary>
    public IReadOnlyList<ReaderColumn> Columns { get; }

    /// <summary>The tables' names; rows are those of the last one.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>All rows are shown, so that a reading can be run on them.</summary>
    public bool IsComplete { get; }

    /// <summary>How the two tables hang together.</summary>
    public (ReaderColumn One, ReaderColumn Many)? Join { get; }

    /// <summary>The column that names the rows.</summary>
    public ReaderColumn? Key { get; }

    /// <summary>The column that numbers the rows by a name of theirs: "Order ID".</summary>
    public ReaderColumn? RowNumber { get; }

    /// <summary>The one column that names people; null where none or several do.</summary>
    public ReaderColumn? Person { get; }

    /// <summary>The column that says what each row's numbers are in, where that differs between rows.</summary>
    public ReaderColumn? UnitOf { get; }

    /// <summary>A column that marks rows as sums of others; they are no rows of their own.</summary>
    public ReaderColumn? TotalsIn { get; }

    /// <summary>What a row can be called.</summary>
    public IReadOnlySet<string> RowNouns { get; }

    /// <summary>The cell marks a row of sums: "Total", "Grand total", "Total for the year".</summary>
    public static bool IsTotal(string cell) =>
        Words.Of(cell) is { Count: > 0 } words && (Totals.Contains(words[0].Text) || words is [{ Text: "grand" }, { Text: "total" }]);

    private static bool IsPerson(string noun) =>
        People.Contains(noun)
        || (
            noun.Length > 4
                && !Things.Contains(noun) && (noun.EndsWith("er", StringComparison.Ordinal) || noun.EndsWith("or", StringComparison.Ordinal)));

    /// <summary>Each table alone, then each pair that joins.</summary>
    public static IReadOnlyList<Source> Of(IReadOnlyList<(Table Table, PromptTable Shown)> tables)
    {
        List<Source> singles = [.. tables.Select(static pair => new Source(
            [.. pair.Table.Columns.Select((column, index) => new ReaderColumn(
                pair.Table.Name, column.Name, column.Type, [.. Enumerable.Range(0, pair.Table.RowCount).Select(row => pair.Table[row, index])]))],
            [pair.Table.Name],
            pair.Shown.Rows.Count == pair.Shown.RowCount,
            join: null))];
        List<Source> joined = [];
        foreach (var one in singles)
        {
            foreach (var many in singles.Where(many => many != one))
            {
                if (FindJoin(one, many) is { } join)
                {
                    joined.Add(
                        new([.. one.Columns, .. many.Columns.Where(column => column != join.Many)], [one.Tables[0], many.Tables[0]], one.IsComplete
                            && many.IsComplete, join));
                }
            }
        }

        return [.. singles, .. joined];
    }

    // Every reference has its row, and the names agree: small whole numbers overlap by chance.
    private static (ReaderColumn One, ReaderColumn Many)? FindJoin(Source one, Source many)
    {
        List<(ReaderColumn, ReaderColumn)> found = [];
        foreach (var left in one.Columns.Where(static column => column.IsUnique && column.Kind is Kind.Text or Kind.Number))
        {
            var keys = left.Values.Select(Words.Fold).ToHashSet(StringComparer.Ordinal);
            found.AddRange(many.Columns
                .Where(right =>
                    right.Kind == left.Kind && right.IsFull && !right.IsUnique && right.Values.Count > 0 && Agree(left, right, one.Tables[0])
                        && right.Values.All(value => keys.Contains(Words.Fold(value))))
                .Select(right => (left, right)));
        }

        return found.Count == 1 ? found[0] : null;
    }

    private static bool Agree(ReaderColumn one, ReaderColumn many, string table) =>
        string.Equals(one.Name, many.Name, StringComparison.OrdinalIgnoreCase)
        || (Words.OfName(table) is [.., var noun] && many.Header.Contains(noun)
            && (one.Header[^1] is "id" or "name" or "code" || one.Header.Contains(noun)));
}
