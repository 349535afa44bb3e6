using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>
/// Reads the text of a cell as the value of its column's type. Numeric and date columns turn marks for "no value", and any text that does not parse,
/// into NULL with the text kept; text columns turn only the empty cell into NULL.
/// </summary>
internal static class CellParser
{
    public static Cell Parse(string? text, ColumnReading reading)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.Length == 0 ? Cell.Null : new Cell(trimmed, ValueOf(trimmed, reading));
    }

    /// <summary>Whether reading a cell's text in a column of this type gives this very cell.</summary>
    public static bool Gives(Cell cell, ColumnType type)
    {
        var text = cell.Text;
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return false;
        }

        if (type is ColumnType.Text or ColumnType.Date)
        {
            return (string?)ValueOf(text, new(type)) == cell.Value as string && cell.Value is null or string;
        }

        return !NumberText.TryParse(text, out NumberReading number) ? cell.Value is null
            : type == ColumnType.Integer && number.Whole is { } whole ? cell.Value is long same && same == whole
            : cell.Value is double real && real.Equals(number.Value);
    }

    private static object? ValueOf(string text, ColumnReading reading) => reading.Type switch
    {
        ColumnType.Text => text,
        ColumnType.Date => DateText.ToIso(text, reading.Order) ?? (reading.Loose ? LooseDate.ToIso(text) ?? DateText.OfCompact(text) : null),
        _ when reading.Mark == NumberMark.Flag && NumberMarks.Cut(text, out var bare) == NumberMark.Flag =>
            NumberText.TryParse(bare, out NumberReading flagged, reading.Format, reading.Accounting) ? NumberOf(flagged, reading.Type) : null,
        _ => NumberText.TryParse(text, out NumberReading number, reading.Format, reading.Accounting) ? NumberOf(number, reading.Type) : null,
    };

    private static object NumberOf(NumberReading number, ColumnType type) =>
        type == ColumnType.Integer && number.Whole is { } whole ? (object)whole : number.Value;
}

/// <summary>The marks that tables use for "no value". They mean NULL in numeric and date columns only; in a text column "-" may be an
/// answer.</summary>
public static class MissingMarks
{
    private const int MaxLength = 20;
    private static readonly FrozenSet<string> Marks = FrozenSet.ToFrozenSet(
        [
            "n/a", "#n/a", "na", "n.a.", "n.a", "n. a.", "n/k", "n/d", "n.d.", "nd", "s/d", "null", "(null)", "[null]", "<null>", "nan", "none",
            "nil",
            "\\n", "<na>", "(blank)", "blank", "(empty)", "empty", "undefined", "tbd", "tba", "tbc", "to be determined", "to be announced", "unknown",
            "(unknown)", "missing", "no data", "no value", "not available", "not applicable", "not reported", "not known", "unavailable",
            "#value!", "#div/0!", "#ref!", "#num!", "#null!", "#name?", "k.a.", "k. a.", "k.a", "keine angabe", "unbekannt", "nicht verfügbar",
            "entfällt",
            "inconnu", "non disponible", "non renseigné", "sin datos", "desconocido", "sin dato", "desconhecido", "sem dados", "sconosciuto",
            "onbekend",
            "brak danych", "нет данных", "неизвестно", "н/д", "нд", "없음", "미정", "미상", "해당없음", "해당 없음", "자료없음", "不明", "無し", "無", "无", "なし", "未定",
            "該当なし", "データなし", "暂无", "未知", "无数据", "[x]", "[z]", "[c]", "[u]", "[w]", "[low]",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a trimmed cell is one of the marks; the empty cell is, and one of nothing but dashes, dots, stars and question marks, which a
    /// flag may follow (": c").</summary>
    public static bool Contains(string text) =>
        text.Length == 0 || (text.Length <= MaxLength && !char.IsAsciiDigit(text[0]) && (IsPunctuation(text) || Marks.Contains(text)
            || (text[0] == ':' && NumberMarks.IsFlag(text.AsSpan(1).Trim()))));

    private static bool IsPunctuation(string text)
    {
        foreach (var c in text)
        {
            if (!(c is '-' or '.' or ':' or '?' or '*' or '…' or '−' or '_' or '/' or '・' || (c > 127
                && (char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format || char.IsWhiteSpace(c))) || c == ' '))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What may stand behind the numbers of a column without being a part of them.</summary>
internal enum NumberMark
{
    None,

    /// <summary>A letter that says how good the number is, as statistical offices write it: "805,7 b", "12.3 (p)".</summary>
    Flag,
}

/// <summary>Parts numbers from their flags.</summary>
internal static class NumberMarks
{
    private static readonly SearchValues<char> Flags = SearchValues.Create("bcdefinprsuz");

    /// <summary>What stands behind a number, and the text without it.</summary>
    public static NumberMark Cut(string text, out string bare)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var isFlag = end > 0 && text.Length - end is > 1 and <= 6 && char.IsWhiteSpace(text[end]) && IsFlag(text.AsSpan(end).Trim());
        bare = isFlag ? text[..end] : text;
        return isFlag ? NumberMark.Flag : NumberMark.None;
    }

    /// <summary>One to three of the letters, alone or in brackets.</summary>
    public static bool IsFlag(ReadOnlySpan<char> text)
    {
        text = text is ['(', .., ')'] or ['[', .., ']'] ? text[1..^1] : text;
        return text.Length is >= 1 and <= 3 && !text.ContainsAnyExcept(Flags);
    }
}
