using System.Globalization;
using System.Text.RegularExpressions;
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
    private static readonly HashSet<string> Identifiers = Set("id no number nr code key index zip phone rank # position pos");
    private static readonly HashSet<string> YearNames =
        Set("year opened founded found established built born since season released launched date completed introduced debut");

    // Names of what is counted or measured: a thousand or two of them is no year.
    private static readonly HashSet<string> Quantities = Set(
        "price cost revenue amount qty quantity sale point score salary population area size height weight length distance count total attendance "
            + "visitor seat item unit budget income profit capacity elevation depth power output member vote climb calorie crowd fee stock pupil "
            + "value step passenger pressure speed load rent pay wage");

    private static readonly HashSet<string> Flows = Set(
        "revenue sale amount quantity qty income profit loss turnover cost expense spending donation visitor passenger attendance vote tonnage");

    private static readonly HashSet<string> Shares = Set("average avg mean median rate ratio percent percentage share");
    private static readonly HashSet<string> Sums = Set("total totals sum overall average");
    private static readonly HashSet<string> Parts = Set("unit per each base basic net gross");
    private static readonly HashSet<string> Counts = Set("count number quantity qty age");
    private static readonly HashSet<string> YesWords = Set("yes true y");
    private static readonly HashSet<string> NoWords = Set("no false n");

    public ReaderColumn(string table, string name, ColumnType type, IReadOnlyList<Cell> cells, bool isFirst)
    {
        Table = table;
        Name = name;
        Type = type;
        Header = Words.OfName(name);
        IReadOnlyList<Cell> filled = [.. cells.Where(static cell => cell.Value is not null)];
        HasEmpty = cells.Any(static cell => cell.Value is null);
        TellsNone = !HasEmpty || !filled.Any(static cell => cell.Value is 0L or 0.0);
        Values = [.. filled.Select(static cell => cell.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
        IsUnique = Values.Count == cells.Count && cells.Count > 0;

        // Whole numbers that no row shares, under the name of the rows or in front of them: flight 1904, invoice 2019. Amounts name nothing.
        var namesRows = IsUnique && Header is [var noun]
            && !Quantities.Contains(noun)
            && !filled.Any(static cell => cell.Value is double || SignOf(cell.Text) is not null)
            && ((Words.OfName(table) is [.., var row] && row == noun) || (isFirst && !YearNames.Contains(noun)));
        Kind = filled.Count == 0 ? Kind.Mixed : Find(filled, namesRows);
        NamesRows = namesRows && Kind == Kind.Number && !Identifiers.Contains(Header[0]);
        HasTimeOfDay = Kind == Kind.Date && Values.Any(static value => value.Contains(':', StringComparison.Ordinal));
        Unit = Kind == Kind.Number ? FindUnit(filled) : null;
        IsIdentifier = Header.Count > 0 && (Identifiers.Contains(Header[^1]) || (Kind == Kind.Number && (namesRows || IsCounter(cells))));
    }

    public string Table { get; }

    public string Name { get; }

    public ColumnType Type { get; }

    /// <summary>Numbers that name the rows, under a noun: flight 1904.</summary>
    public bool NamesRows { get; }

    /// <summary>The name's last word is a plural: "Passengers", and not "Score".</summary>
    public bool IsPlural => Words.Of(InBrackets().Replace(Name, string.Empty)) is [.., var last] && last.Text != last.Stem;

    /// <summary>The name's words without plural endings.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The different cells as they are written.</summary>
    public IReadOnlyList<string> Values { get; }

    public Kind Kind { get; }

    /// <summary>The unit of all its numbers: what its name has in brackets, or what every cell is written with.</summary>
    public string? Unit { get; }

    /// <summary>A cell that is zero, or else empty, is none; where some are zero and some are empty, nobody knows of the empty ones.</summary>
    public bool TellsNone { get; }

    /// <summary>Some rows have no cell.</summary>
    public bool HasEmpty { get; }

    /// <summary>Its dates have times.</summary>
    public bool HasTimeOfDay { get; }

    /// <summary>Every row has its own value.</summary>
    public bool IsUnique { get; }

    /// <summary>A price of one of something, or a part of a pay: not all that the row costs or pays.</summary>
    public bool IsPart => Header.Count > 1 && Header.Any(Parts.Contains);

    /// <summary>The cells that mark rows as sums of others: "Total", "Total for the year"; at an end of the table "Total Prefecture".</summary>
    public IReadOnlyList<string> Totals => Kind is not (Kind.Text or Kind.Mixed) ? [] : [.. Values.Where(IsTotal)];

    /// <summary>Numbers that name rows, and that nobody adds up.</summary>
    public bool IsIdentifier { get; }

    /// <summary>Counts are in no unit.</summary>
    public bool IsCount => Header.Any(Counts.Contains);

    public bool IsTemporal => Kind is Kind.Date or Kind.Year;

    public bool IsOrdered => Kind is Kind.Number or Kind.Year or Kind.Date or Kind.Clock && !IsIdentifier;

    /// <summary>A number that is computed with.</summary>
    public bool IsQuantity => Kind == Kind.Number && !IsIdentifier;

    /// <summary>Percentages and ratios are not added up.</summary>
    public bool IsAdditive => IsQuantity && Unit != "%" && !Header.Any(Shares.Contains);

    /// <summary>What a row adds to a whole, by its name: of several rows the sum is meant.</summary>
    public bool IsFlow => IsAdditive && !IsPart && Header.Any(Flows.Contains);

    /// <summary>The cell that says yes; only of a flag.</summary>
    public string Yes => Values.First(static value => YesWords.Contains(Words.Fold(value)));

    private Kind Find(IReadOnlyList<Cell> filled, bool namesRows)
    {
        bool All(Predicate<Cell> test) => filled.All(cell => test(cell));

        if (Type == ColumnType.Date || (Type == ColumnType.Text && All(static cell => DateText.TryParse(cell.Text, out _))))
        {
            return All(static cell => DateText.TryParse(cell.Value as string, out _)) ? Kind.Date : Kind.Mixed;
        }

        if (Type == ColumnType.Text ? All(static cell => NumberText.TryParse(cell.Text, out double _)) : All(static cell => cell.Value is not string))
        {
            return !namesRows && All(static cell => cell.Text.Length == 4 && Year(cell) is > 1000 and < 2200)
                && (Header.Any(static word => YearNames.Contains(word) || word.EndsWith("ed", StringComparison.Ordinal))
                    || (filled.Count > 2 && All(static cell => Year(cell) is >= 1900 and < 2040)
                        && !Header.Any(static word => Quantities.Contains(word) || Identifiers.Contains(word))))
                ? Kind.Year
                : Kind.Number;
        }

        if (Type != ColumnType.Text)
        {
            return Kind.Mixed;
        }

        if (Same(filled, UnitBehind) is { Length: > 0 })
        {
            return Kind.Number;
        }

        if (Same(filled, static text => Clock().IsMatch(text) ? Digit().Replace(text, "9") : null) is not null)
        {
            return Kind.Clock;
        }

        var words = Values.Select(Words.Fold).ToList();
        return words.TrueForAll(static word => YesWords.Contains(word) || NoWords.Contains(word)) && words.Exists(YesWords.Contains) ? Kind.Flag
            : All(static cell => !NumberText.TryParse(cell.Text, out double _)) ? Kind.Text
            : Kind.Mixed;
    }

    private static int Year(Cell cell) => int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : 0;

    private string? FindUnit(IReadOnlyList<Cell> filled) =>
        InBrackets().Match(Name) is { Success: true } brackets ? Words.Fold(brackets.Groups["unit"].Value)
        : Name.Contains('$', StringComparison.Ordinal) || Header.Contains("usd") ? "$"
        : Name.Contains('€', StringComparison.Ordinal) || Header.Contains("eur") ? "€"
        : Name.Contains('%', StringComparison.Ordinal) ? "%"
        : Same(filled, SignOf) ?? Same(filled, UnitBehind);

    private static string? SignOf(string text) =>
        text.FirstOrDefault(static character => character is '$' or '€' or '£' or '%') is not '\0' and var sign ? sign.ToString() : null;

    private static string? UnitBehind(string text) => Quantity().Match(text) is { Success: true } match ? match.Groups["unit"].Value : null;

    private bool IsTotal(string cell) => Words.Of(cell) switch
    {
        [{ Text: "grand" }, { Text: "total" }] => true,
        [var only] => Sums.Contains(only.Text),
        [var first, var second, ..] => Sums.Contains(first.Text)
            && (second.Text is "for" or "of" or "all" or "in" || second.Number is not null || cell == Values[0] || cell == Values[^1]),
        _ => false,
    };

    // What all cells have alike.
    private static string? Same(IReadOnlyList<Cell> filled, Func<string, string?> read)
    {
        var first = read(filled[0].Text);
        return first is not null && filled.All(cell => read(cell.Text) == first) ? first : null;
    }

    // Each one more than the one before, down the table.
    private static bool IsCounter(IReadOnlyList<Cell> cells) =>
        cells.Count > 2 && cells[0].Value is long first && cells.Select(static (cell, row) => (cell, row))
            .All(pair => pair.cell.Value is long number && number == first + pair.row);

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    [GeneratedRegex(@"^[-−]?\d+(,\d{3})*(\.\d+)? ?(?<unit>\p{L}+)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quantity();

    [GeneratedRegex(@"^[\d.]*:[\d:.]*$", RegexOptions.None, 5000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\d", RegexOptions.None, 5000)]
    private static partial Regex Digit();

    [GeneratedRegex(@"[(\[](?<unit>[^)\]]+)[)\]]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex InBrackets();
}
