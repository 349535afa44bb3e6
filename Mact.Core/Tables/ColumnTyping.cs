using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>How the cells of a column are read.</summary>
/// <param name="Type">What they hold.</param>
/// <param name="Format">Which sign stands before a fraction.</param>
/// <param name="Order">The order of plain dates.</param>
/// <param name="Accounting">Parentheses are negative also around what could be a year.</param>
/// <param name="Loose">Months alone, and days with dots and a short year, are dates.</param>
internal readonly record struct ColumnReading(
    ColumnType Type, NumberFormat Format = NumberFormat.DecimalPoint, DateOrder Order = DateOrder.Unambiguous, bool Accounting = false,
    bool Loose = false);

/// <summary>What the cells of a column look like, counted once; the column's reading, and that of its neighbours, is decided from it.</summary>
internal sealed class ColumnSurvey
{
    private const int MaxZones = 4;

    private static readonly SearchValues<char> Plain = SearchValues.Create("0123456789.,-+");

    private bool _whole = true, _wholeComma = true, _identifier, _longFraction, _shortFraction;
    private readonly HashSet<string> _currencies = new(StringComparer.Ordinal);
    private string? _otherWord;
    private bool _otherWords, _otherDigits;
    private int _dates, _percents, _words;
    private int _eitherPoint, _eitherComma;
    private bool _padded, _bareWhole;
    private int _present, _point, _comma, _pointOnly, _commaOnly, _either, _accounting, _dayFirst, _monthFirst, _unambiguous;

    /// <summary>An example of a number that can be read in both formats.</summary>
    public string? EitherNumber { get; private set; }

    /// <summary>An example of a date that can be read in both orders.</summary>
    public string? EitherDate { get; private set; }

    /// <summary>Currencies that stand beside its numbers.</summary>
    public IReadOnlyCollection<string> Currencies => _currencies;

    /// <summary>An example of an amount that is marked as a debit.</summary>
    public string? Debit { get; private set; }

    public LooseDates Loose { get; } = new();

    /// <summary>Whether its cells may be months or days, and nothing says that they are.</summary>
    public bool IsUndecidedLoose => Loose.Count > _present * ColumnTyping.Threshold;

    /// <summary>Where the times of its dates hold, as they say it; empty for those that say nothing.</summary>
    public SortedSet<string> Zones { get; } = new(StringComparer.Ordinal);

    /// <summary>Some of its numbers are percentages, and others are not.</summary>
    public bool MixesPercentages => _percents > 0 && _percents < Math.Max(_point, _comma);

    public int CommaOnly => _commaOnly;

    public int PointOnly => _pointOnly;

    public bool HasEitherNumber => _either > 0;

    /// <summary>
    /// The format that its numbers show where each can be read in both, and the rest of the table says nothing: one sign before three digits groups
    /// thousands in amounts of money, which have no three decimals, and beside a bare 900, which three decimals would write as 900.000.
    /// </summary>
    public NumberFormat? Grouping => (_currencies.Count > 0 || (_padded && _bareWhole)) && (_eitherPoint == 0 || _eitherComma == 0)
        ? _eitherPoint > 0 ? NumberFormat.DecimalComma : _eitherComma > 0 ? NumberFormat.DecimalPoint : null
        : null;

    public int OnlyDayFirst { get; private set; }

    public int OnlyMonthFirst { get; private set; }

    /// <summary>Two texts are the same number ("1.1" and "1.10"), or fractions grow in length as those of versions do ("1.9", "1.10").</summary>
    public bool LooksLikeVersions { get; private set; }

    public static ColumnSurvey Of(IReadOnlyList<IReadOnlyList<string?>> rows, int column)
    {
        var survey = new ColumnSurvey();
        for (var r = 0; r < rows.Count; r++)
        {
            var text = (column < rows[r].Count ? rows[r][column] : null)?.Trim() ?? string.Empty;
            if (!MissingMarks.Contains(text))
            {
                survey.Add(text);
            }
        }

        survey.LooksLikeVersions |= survey._longFraction && survey._shortFraction;
        return survey;
    }

    /// <summary>The reading that the cells allow; the settings, and what the whole table shows, decide where they allow several.</summary>
    public ColumnReading Decide(TableSettings settings, NumberFormat? tableFormat, DateOrder? tableOrder, bool isVersion)
    {
        if (_present == 0 || _currencies.Count > 1)
        {
            return new(ColumnType.Text);
        }

        var format = settings.NumberFormat ?? FormatOf(tableFormat);
        var accounting = _accounting > 0;
        if (format is { } known && !_identifier && !isVersion && Fits(known == NumberFormat.DecimalPoint ? _point : _comma))
        {
            var whole = known == NumberFormat.DecimalPoint ? _whole : _wholeComma;
            return new(whole ? ColumnType.Integer : ColumnType.Number, known, Accounting: accounting);
        }

        var loose = isVersion ? 0 : Loose.Sure(settings.DateOrder is not null || _dates > 0);
        return OrderOf(settings, tableOrder) is { } order && ParsedIn(order) + loose > 0 && Fits(ParsedIn(order) + loose)
            ? new(ColumnType.Date, Order: order, Loose: loose > 0)
            : new(ColumnType.Text);
    }

    /// <summary>The reading of a column whose type a person or a program has given.</summary>
    public ColumnReading DecideFor(ColumnType type, TableSettings settings, NumberFormat? tableFormat, DateOrder? tableOrder) => new(
        type,
        settings.NumberFormat ?? FormatOf(tableFormat) ?? NumberFormat.DecimalPoint,
        OrderOf(settings, tableOrder) ?? DateOrder.Unambiguous,
        _accounting > 0,
        Loose.Count > 0);

    /// <summary>Whether numbers, but for the sign before their fraction, fill the column.</summary>
    public bool IsUndecidedNumber => _either > 0 && _present - Math.Max(_point, _comma) <= _present * (1 - ColumnTyping.Threshold);

    /// <summary>Whether dates, but for the order of their day and month, fill the column.</summary>
    public bool IsUndecidedDate => EitherDate is not null && _present - _dates <= _present * (1 - ColumnTyping.Threshold);

    /// <summary>
    /// Whether so many values make a column. Words among them ("DNF") say of themselves that they are none: more of them, or one again and again, are
    /// let pass.
    /// </summary>
    private bool Fits(int values)
    {
        var others = _present - values;
        var words = _otherWords ? (int)(_present * ColumnTyping.MaxWords) : (_present - 1) / 2;
        return others <= _present - (int)Math.Ceiling(_present * ColumnTyping.Threshold)
            || (values > 1 && others == _words && !_otherDigits && others <= words);
    }

    private NumberFormat? FormatOf(NumberFormat? tableFormat) =>
        _commaOnly > _pointOnly ? NumberFormat.DecimalComma
        : _pointOnly > _commaOnly || _either == 0 ? NumberFormat.DecimalPoint
        : tableFormat;

    private DateOrder? OrderOf(TableSettings settings, DateOrder? tableOrder) =>
        settings.DateOrder ?? (OnlyDayFirst > OnlyMonthFirst ? DateOrder.DayFirst
        : OnlyMonthFirst > OnlyDayFirst ? DateOrder.MonthFirst
        : EitherDate is not null && OnlyDayFirst == 0 ? tableOrder ?? DateOrder.Unambiguous
        : DateOrder.Unambiguous);

    private int ParsedIn(DateOrder order) => order switch
    {
        DateOrder.DayFirst => _dayFirst,
        DateOrder.MonthFirst => _monthFirst,
        _ => _unambiguous,
    };

    private void Add(string text)
    {
        _present++;
        var signs = text.AsSpan().IndexOfAny(',', '.') >= 0;
        var point = NumberText.TryParse(text, out NumberReading number);
        var other = number;
        var comma = signs ? NumberText.TryParse(text, out other, NumberFormat.DecimalComma) : point;
        if (point || comma)
        {
            _point += point ? 1 : 0;
            _comma += comma ? 1 : 0;
            _whole &= !point || number.Whole is not null;
            _wholeComma &= !comma || other.Whole is not null;

            // One "007" or one number of a bank account says that these are names, not quantities.
            _identifier |= point ? number.IsIdentifier : other.IsIdentifier && !text.StartsWith("0,", StringComparison.Ordinal);
            if (NumberText.IsInParentheses(text))
            {
                _accounting++;
            }

            if (NumberDressing.IsDebit(text))
            {
                _accounting++;
                Debit ??= text;
            }

            if (text.AsSpan().ContainsAnyExcept(Plain))
            {
                _percents += text.Contains('%', StringComparison.Ordinal) ? 1 : 0;
                if (Units.CurrencyOf(text) is { Length: > 0 } currency)
                {
                    _currencies.Add(currency);
                }
            }

            if (signs)
            {
                CountSigns(text, point, comma, number.Value == other.Value);
            }
            else
            {
                _bareWhole |= number is { Whole: not 0 };
            }

            return;
        }

        if (!DateText.TryRead(text, out var date))
        {
            if (LooseDate.TryRead(text, out var loose))
            {
                Loose.Add(text, loose);
                return;
            }

            _words++;
            _otherDigits |= text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
            _otherWords |= _otherWord is not null && !_otherWord.Equals(text, StringComparison.OrdinalIgnoreCase);
            _otherWord ??= text;
            return;
        }

        _dates++;
        if (text.Contains(':', StringComparison.Ordinal) && Zones.Count < MaxZones)
        {
            Zones.Add(DateText.ZoneOf(text));
        }

        _dayFirst += date.DayFirst is null ? 0 : 1;
        _monthFirst += date.MonthFirst is null ? 0 : 1;
        if (date.In(DateOrder.Unambiguous) is not null)
        {
            _unambiguous++;
            OnlyDayFirst += date.MonthFirst is null ? 1 : 0;
            OnlyMonthFirst += date.DayFirst is null ? 1 : 0;
        }
        else
        {
            EitherDate ??= text;
        }
    }

    private void CountSigns(string text, bool point, bool comma, bool same)
    {
        _pointOnly += point && !comma ? 1 : 0;
        _commaOnly += comma && !point ? 1 : 0;
        if (point && comma && !same)
        {
            _either++;
            EitherNumber ??= text;
            _eitherPoint += text.Contains('.', StringComparison.Ordinal) ? 1 : 0;
            _eitherComma += text.Contains(',', StringComparison.Ordinal) ? 1 : 0;
            _padded |= text.AsSpan().LastIndexOfAnyInRange('0', '9') is >= 0 and var last && text[last] == '0';
        }

        var fraction = point ? text.Length - 1 - text.LastIndexOf('.') : 0;
        if (fraction > 0 && fraction < text.Length - 1 && text.AsSpan().Count('.') == 1 && char.IsAsciiDigit(text[^1]) && text.Length <= 5)
        {
            // "1.10" behind "1.9"; a time of 9.80 s stands beside one of 9.9 as well.
            _longFraction |= fraction == 2 && text[^1] == '0' && text[^2] is ('1' or '2');
            _shortFraction |= fraction == 1 && text[^1] != '0';
        }
    }
}

/// <summary>
/// Detects what a column holds. It is numeric (or a date) when at least <see cref="Threshold"/> of its cells that are not marks for "no value" parse;
/// the rest is NULL in SQL, and its text stays beside it.
/// </summary>
internal static partial class ColumnTyping
{
    /// <summary>Four of five: one odd cell in a column of five, a total or footnote row in longer ones.</summary>
    public const double Threshold = 0.8;

    /// <summary>One of four, where what is no value are words without a digit.</summary>
    public const double MaxWords = 0.25;

    /// <summary>Whether a header says that its numbers are names of versions or sections, which 1.10 and 1.1 tell apart.</summary>
    public static bool NamesVersions(string? header) => header is not null && VersionName().IsMatch(header);

    [GeneratedRegex(
        @"^(.*\b)?(version|release|firmware|build|section|chapter|clause|§)(\s*(no\.?|number))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionName();
}

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
        ColumnType.Date => DateText.ToIso(text, reading.Order) ?? (reading.Loose ? LooseDate.ToIso(text) : null),
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
            "該当なし", "データなし", "暂无", "未知", "无数据",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a trimmed cell is one of the marks; the empty cell is, and one of nothing but dashes, dots, stars and question
    /// marks.</summary>
    public static bool Contains(string text) =>
        text.Length == 0 || (text.Length <= MaxLength && !char.IsAsciiDigit(text[0]) && (IsPunctuation(text) || Marks.Contains(text)));

    private static bool IsPunctuation(string text)
    {
        foreach (var c in text)
        {
            if (!(c is '-' or '.' or ':' or '?' or '*' or '…' or '−' or '_' or '/' || (c > 127
                && (char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || char.IsWhiteSpace(c))) || c == ' '))
            {
                return false;
            }
        }

        return true;
    }
}
