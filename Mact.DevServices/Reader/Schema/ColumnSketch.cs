using Mact.DevServices.Reader.Language;

namespace Mact.DevServices.Reader.Schema;

/// <summary>What the reader knows of one column of a <see cref="Source"/>.</summary>
internal sealed class ColumnSketch
{
    private const double MostOf = 0.7;

    /// <summary>Sketches a column.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="name">The column's name, as SQL uses it.</param>
    /// <param name="type">As the prompt says.</param>
    /// <param name="index">Its place in the source.</param>
    /// <param name="cells">The shown cells, in row order.</param>
    public ColumnSketch(string table, string name, ColumnType type, int index, IReadOnlyList<string> cells)
    {
        Table = table;
        Name = name;
        Type = type;
        Index = index;
        Header = [.. Words.Of(Spaced(name), 24).Where(word => word.Text is not ("of" or "the" or "in" or "by" or "a" or "s"))];
        Values = CellValue.Distinct(cells);
        var filled = Math.Max(1, Values.Sum(value => value.Count));
        FilledCount = Values.Sum(value => value.Count);
        IsUnique = FilledCount > 0 && Values.Count >= 0.95 * filled;
        IsNumeric = type is ColumnType.Integer or ColumnType.Number
            || Values.Where(value => value.Measure is not null).Sum(value => value.Count) >= MostOf * filled;
        IsYear = Values.Where(value => value.Year is not null).Sum(value => value.Count) >= MostOf * filled && filled > 0 && Values.Count > 0;
        IsDate = type == ColumnType.Date || (Values.Count > 0 && Values.Where(value => value.Date is { Year: not null }).Sum(value => value.Count) >= MostOf * filled);
        IsTemporal = type == ColumnType.Date || (IsYear && !HasNumericHeader())
            || IsDate;
        IsOrder = type != ColumnType.Date && !IsTemporal && (IsSequence() || (IsRowNumber() && (Header.Count == 0 || Header.Any(word => Lexicon.OrderHeaders.Contains(word.Text)) || Header[^1].Text == "id"))) || Header is [.., { Text: "id" }];
    }

    /// <summary>The table that it belongs to.</summary>
    public string Table { get; }

    /// <summary>As SQL uses it.</summary>
    public string Name { get; }

    public ColumnType Type { get; }

    /// <summary>Its place in the source, from 0.</summary>
    public int Index { get; }

    /// <summary>The header's words without function words.</summary>
    public IReadOnlyList<Word> Header { get; }

    /// <summary>The distinct shown values that are not empty.</summary>
    public IReadOnlyList<CellValue> Values { get; }

    /// <summary>How many shown cells are not empty.</summary>
    public int FilledCount { get; }

    /// <summary>Practically no value occurs twice.</summary>
    public bool IsUnique { get; }

    /// <summary>Most cells start with a number.</summary>
    public bool IsNumeric { get; }

    /// <summary>Most cells hold a calendar year.</summary>
    public bool IsYear { get; }

    /// <summary>Most cells hold a calendar date with its year.</summary>
    public bool IsDate { get; }

    /// <summary>Orders in time.</summary>
    public bool IsTemporal { get; }

    /// <summary>Only numbers the rows.</summary>
    public bool IsOrder { get; }

    /// <summary>A quantity: numeric, and neither a moment nor a row number.</summary>
    public bool IsMeasure => IsNumeric && !IsTemporal && !IsOrder;

    /// <summary>Names things.</summary>
    public bool IsNaming => !IsNumeric && !IsTemporal && Values.Count > 0;

    /// <summary>Whether a header word is one of these roots.</summary>
    public bool HeaderIn(IReadOnlySet<string> roots) => Header.Any(word => roots.Contains(word.Root) || roots.Contains(word.Text));

    /// <summary>Whether a header word, its plural ending aside, is one of these.</summary>
    public bool HeaderNames(IReadOnlySet<string> stems) => Header.Any(word => stems.Contains(word.Stem));

    // "trackName", "track_name" are two words.
    private static string Spaced(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
            {
                text.Append(' ');
            }

            text.Append(name[i]);
        }

        return text.ToString();
    }

    // A count of a thousand or two looks like a year; its header tells.
    private bool HasNumericHeader() => Header.Count > 0 && !Header.Any(word => Lexicon.TimeHeaders.Contains(word.Stem))
        && Header.Any(word => Lexicon.Measures.Values.Any(roots => roots.Contains(word.Root)));

    // 1, 2, 3, … down the table, or up.
    private bool IsSequence()
    {
        var numbers = Values.Select(value => value.Measure).ToList();
        return numbers.Count >= 3 && IsUnique
            && (numbers.Zip(numbers.Skip(1)).All(pair => pair.Second - pair.First == 1) || numbers.Zip(numbers.Skip(1)).All(pair => pair.First - pair.Second == 1));
    }

    private bool IsRowNumber()
    {
        var sum = Values.Count(value => value.Measure is { } number && number >= 0 && number <= FilledCount * 4 && number % 1 == 0);
        return sum >= 0.5 * Math.Max(1, Values.Count) && IsUnique;
    }
}
