using System.Buffers;
using System.Runtime.InteropServices;

namespace Mact.Core.Tables;

/// <summary>What the cells of a column look like, counted once; the column's reading, and that of its neighbours, is decided from it.</summary>
internal sealed partial class ColumnSurvey
{
    private const int MaxZones = 4;
    private const int MaxOthers = 3;

    private static readonly SearchValues<char> Plain = SearchValues.Create("0123456789.,-+");
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ.");

    private bool _whole = true, _wholeComma = true, _longFraction, _shortFraction;
    private readonly HashSet<string> _currencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private string? _otherWord;
    private bool _otherWords, _otherDigits, _otherNames, _bare;
    private int _dates, _percents, _words, _besides, _compact, _periods;
    private ColumnSurvey? _flagged;
    private int _eitherPoint, _eitherComma;
    private bool _padded, _bareWhole;
    private int _present, _point, _comma, _pointOnly, _commaOnly, _either, _accounting, _dayFirst, _monthFirst, _unambiguous;

    /// <summary>An example of a number that can be read in both formats.</summary>
    public string? EitherNumber { get; private set; }

    /// <summary>An example of a date that can be read in both orders.</summary>
    public string? EitherDate { get; private set; }

    /// <summary>A number that is written as codes are: "007", or of more than 15 digits.</summary>
    public string? Identifier { get; private set; }

    /// <summary>A number that is multiplied by what stands behind it ("1.2M"), and its value.</summary>
    public (string Text, double Value)? Scaled { get; private set; }

    /// <summary>An example of an amount that is marked as a debit.</summary>
    public string? Debit { get; private set; }

    /// <summary>Its months, and days with dots and a short year.</summary>
    public LooseDates Loose { get; } = new();

    /// <summary>Whether its cells may be months or days, and nothing says that they are.</summary>
    public bool IsUndecidedLoose => Loose.Count > _present * ColumnTyping.Threshold;

    /// <summary>A whole number that is a date without separators: "20240301".</summary>
    public string? CompactDate { get; private set; }

    /// <summary>A month, quarter or week: "Mar 2024", "2024Q1".</summary>
    public string? Period { get; private set; }

    /// <summary>A number beside other signs: "350 kg", "R 99".</summary>
    public string? BesideNumber { get; private set; }

    /// <summary>A day without a year: "24-Jan".</summary>
    public string? DayOfMonth { get; private set; }

    /// <summary>An example of a number with a flag.</summary>
    public string? Flagged { get; private set; }

    /// <summary>Examples of cells that are neither numbers nor dates.</summary>
    public List<string> Others { get; } = [];

    /// <summary>Its cells with anything in them but a mark for "no value".</summary>
    public int Present => _present;

    /// <summary>Those that are numbers in one of the formats.</summary>
    public int Numbers { get; private set; }

    public int Dates => _dates;

    /// <summary>Flags that stand behind its numbers.</summary>
    public IReadOnlyCollection<string> Flags => _flags;

    /// <summary>A mark for "no value" as files with flags have it: ":".</summary>
    public bool HasColons { get; private set; }

    /// <summary>Numbers behind flags: how many.</summary>
    public int FlaggedNumbers => _flagged?.Numbers ?? 0;

    /// <summary>Whether nearly all cells are numbers, however they are written.</summary>
    public bool IsNumbers => Fits(Numbers);

    /// <summary>Whether nearly all cells are whole numbers that are dates.</summary>
    public bool IsCompactDates => _compact > 1 && _compact == _present;

    /// <summary>Whether nearly all cells are months, quarters or weeks.</summary>
    public bool IsPeriods => _periods > 0 && _periods + Loose.Count > 1 && _periods + Loose.Count >= _present * ColumnTyping.Threshold;

    /// <summary>Whether nearly all cells are numbers with something beside them.</summary>
    public bool IsBesideNumbers => _besides > 0 && _besides + Numbers > 1 && _besides + Numbers >= _present * ColumnTyping.Threshold;

    /// <summary>Currencies that stand beside its numbers.</summary>
    public IReadOnlyCollection<string> Currencies => _currencies;

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

    /// <summary>Looks at the cells of a column; at those of one text once, however often it stands there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="known">Empty; for the texts and how often they stand there.</param>
    /// <param name="maxKnown">How many of them are held at a time.</param>
    public static ColumnSurvey Of(IReadOnlyList<IReadOnlyList<string?>> rows, int column, Dictionary<string, int> known, int maxKnown)
    {
        var survey = new ColumnSurvey();
        for (var r = 0; r < rows.Count; r++)
        {
            var text = (column < rows[r].Count ? rows[r][column] : null) ?? string.Empty;
            CollectionsMarshal.GetValueRefOrAddDefault(known, text, out _)++;
            if (known.Count == maxKnown)
            {
                survey.Look(known);
            }
        }

        survey.Look(known);
        survey.LooksLikeVersions |= survey._longFraction && survey._shortFraction;
        return survey;
    }

    /// <summary>Looks at cells, each of which stands so many times in the column.</summary>
    private void Look(Dictionary<string, int> cells)
    {
        foreach (var (cell, times) in cells)
        {
            var text = cell.Trim();
            if (!MissingMarks.Contains(text))
            {
                Add(text, times);
            }
            else if (text.StartsWith(':'))
            {
                HasColons = true;
            }
        }

        cells.Clear();
    }

    private void Add(string text, int times)
    {
        _present += times;
        var signs = text.AsSpan().IndexOfAny(',', '.') >= 0;
        var point = NumberText.TryParse(text, out NumberReading number);
        var other = number;
        var comma = signs ? NumberText.TryParse(text, out other, NumberFormat.DecimalComma) : point;
        if (point || comma)
        {
            Numbers += times;
            _bare = true;
            _point += point ? times : 0;
            _comma += comma ? times : 0;
            _whole &= !point || number.Whole is not null;
            _wholeComma &= !comma || other.Whole is not null;

            // One "007" or one number of a bank account says that these are names, not quantities.
            if (point ? number.IsIdentifier : other.IsIdentifier && !text.StartsWith("0,", StringComparison.Ordinal))
            {
                Identifier ??= text;
            }

            if (DateText.IsCompact(text))
            {
                _compact += times;
                CompactDate ??= text;
            }

            if (NumberText.IsInParentheses(text))
            {
                _accounting += times;
            }

            if (NumberDressing.IsDebit(text))
            {
                _accounting += times;
                Debit ??= text;
            }

            if (text.AsSpan().ContainsAnyExcept(Plain))
            {
                _percents += text.Contains('%', StringComparison.Ordinal) ? times : 0;
                if (Units.CurrencyOf(text) is { Length: > 0 } currency)
                {
                    _currencies.Add(currency);
                }

                Scaled ??= NumberText.IsMultiplied(text) ? (text, point ? number.Value : other.Value) : null;
            }

            if (signs)
            {
                CountSigns(text, point, comma, number.Value == other.Value, times);
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
                Loose.Add(text, loose, times);
                return;
            }

            AddOther(text, times);
            return;
        }

        _dates += times;
        if (text.Contains(':', StringComparison.Ordinal) && Zones.Count < MaxZones)
        {
            Zones.Add(ClockText.ZoneOf(text));
        }

        _dayFirst += date.DayFirst is null ? 0 : times;
        _monthFirst += date.MonthFirst is null ? 0 : times;
        if (date.In(DateOrder.Unambiguous) is not null)
        {
            _unambiguous += times;
            OnlyDayFirst += date.MonthFirst is null ? times : 0;
            OnlyMonthFirst += date.DayFirst is null ? times : 0;
        }
        else
        {
            EitherDate ??= text;
        }
    }

    private void AddOther(string text, int times)
    {
        var hasDigits = text.AsSpan().IndexOfAny(NumberWords.Digits) >= 0;
        if (hasDigits && NumberMarks.Cut(text, out var bare) == NumberMark.Flag && AddFlagged(text, bare, times))
        {
            return;
        }

        _words += times;
        _otherDigits |= hasDigits;
        _otherNames |= !IsAbbreviation(text);
        _otherWords |= _otherWord is not null && !_otherWord.Equals(text, StringComparison.OrdinalIgnoreCase);
        _otherWord ??= text;
        if (Others.Count < MaxOthers && !Others.Contains(text))
        {
            Others.Add(text);
        }

        if (hasDigits && PeriodText.TryParse(text, out _))
        {
            _periods += times;
            Period ??= text;
        }
        else if (hasDigits && (IsBesideNumber(text) || PeriodText.IsDayOfMonth(text)))
        {
            _besides += times;
            BesideNumber ??= text;
            DayOfMonth ??= PeriodText.IsDayOfMonth(text) ? text : null;
        }
    }

    private bool AddFlagged(string text, string bare, int times)
    {
        var flagged = _flagged ?? new();
        var before = flagged.Numbers;
        flagged.Add(bare, times);
        if (flagged.Numbers == before)
        {
            return false;
        }

        _flagged = flagged;
        _flags.Add(text[bare.Length..].Trim());
        Flagged ??= text;
        return true;
    }

    /// <summary>"DNF", "n.s.": up to four letters that are no word.</summary>
    private static bool IsAbbreviation(string text) =>
        text.Length <= 4 && !text.AsSpan().ContainsAnyExcept(Capitals);

    /// <summary>One number with a few letters or signs at one of its sides: "12 km", "~500", "R 99,00".</summary>
    private static bool IsBesideNumber(string text)
    {
        const int maxBeside = 10;
        var start = text.AsSpan().IndexOfAny(NumberWords.Digits);
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var before = text.AsSpan(0, start);
        return text.Length - end <= maxBeside && start <= 4 && !text.AsSpan(start, end - start).ContainsAnyExcept(Plain)
            && (start == 0 || !char.IsLetter(before[^1])) && !text.Contains(':', StringComparison.Ordinal) && !DurationText.TryParse(text, out _);
    }

    private void CountSigns(string text, bool point, bool comma, bool same, int times)
    {
        _pointOnly += point && !comma ? times : 0;
        _commaOnly += comma && !point ? times : 0;
        if (point && comma && !same)
        {
            _either += times;
            EitherNumber ??= text;
            _eitherPoint += text.Contains('.', StringComparison.Ordinal) ? times : 0;
            _eitherComma += text.Contains(',', StringComparison.Ordinal) ? times : 0;
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
