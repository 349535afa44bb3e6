using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>How the cells of a column are read.</summary>
/// <param name="Type">What they hold.</param>
/// <param name="Format">Which sign stands before a fraction.</param>
/// <param name="Order">The order of plain dates.</param>
/// <param name="Accounting">Parentheses are negative also around what could be a year.</param>
/// <param name="Mark">What stands behind numbers and is left out of their value.</param>
/// <param name="Loose">Months alone, days with dots and a short year, and days without separators are dates.</param>
internal readonly record struct ColumnReading(
    ColumnType Type,
    NumberFormat Format = NumberFormat.DecimalPoint,
    DateOrder Order = DateOrder.Unambiguous,
    bool Accounting = false,
    NumberMark Mark = NumberMark.None,
    bool Loose = false);

/// <summary>Decides the reading of a column from what was counted of it.</summary>
internal sealed partial class ColumnSurvey
{
    /// <summary>The reading that the cells allow; the settings, and what the whole table shows, decide where they allow several.</summary>
    public ColumnReading Decide(TableSettings settings, NumberFormat? tableFormat, DateOrder? tableOrder, bool isVersion)
    {
        if (_present == 0 || _currencies.Count > 1)
        {
            return new(ColumnType.Text);
        }

        var format = settings.NumberFormat ?? FormatOf(tableFormat);
        var accounting = _accounting > 0;
        if (format is { } known && Identifier is null && !isVersion && Fits(known == NumberFormat.DecimalPoint ? _point : _comma))
        {
            var whole = known == NumberFormat.DecimalPoint ? _whole : _wholeComma;
            var mark = _flagged is null ? NumberMark.None : NumberMark.Flag;
            return new(whole ? ColumnType.Integer : ColumnType.Number, known, Accounting: accounting, Mark: mark);
        }

        var loose = isVersion ? 0 : Loose.Sure(settings.DateOrder is not null || _dates > 0);
        return OrderOf(settings, tableOrder) is { } order && ParsedIn(order) + loose > 0 && Fits(ParsedIn(order) + loose)
            ? new(ColumnType.Date, Order: order, Loose: loose > 0)
            : new(ColumnType.Text);
    }

    /// <summary>Takes the numbers with flags for numbers, where the table shows that these letters are flags, or for other cells.</summary>
    public void Settle(bool areFlags)
    {
        if (_flagged is not { } flagged)
        {
            return;
        }

        if (areFlags && (_bare || HasColons || _flags.Count > 1) && flagged.Numbers + Numbers >= _present * ColumnTyping.Threshold)
        {
            Numbers += flagged.Numbers;
            _point += flagged._point;
            _comma += flagged._comma;
            _whole &= flagged._whole;
            _wholeComma &= flagged._wholeComma;
            _pointOnly += flagged._pointOnly;
            _commaOnly += flagged._commaOnly;
            _either += flagged._either;
            EitherNumber ??= flagged.EitherNumber;
            _eitherPoint += flagged._eitherPoint;
            _eitherComma += flagged._eitherComma;
            return;
        }

        _flagged = null;
        _words += flagged.Numbers;
        _besides += flagged.Numbers;
        BesideNumber ??= Flagged;
        _otherDigits = _otherWords = true;
    }

    /// <summary>The reading of a column whose type a person or a program has given.</summary>
    public ColumnReading DecideFor(ColumnType type, TableSettings settings, NumberFormat? tableFormat, DateOrder? tableOrder) => new(
        type,
        settings.NumberFormat ?? FormatOf(tableFormat) ?? NumberFormat.DecimalPoint,
        OrderOf(settings, tableOrder) ?? DateOrder.Unambiguous,
        _accounting > 0,
        _flagged is not null ? NumberMark.Flag : NumberMark.None,
        Loose: true);

    /// <summary>Whether numbers, but for the sign before their fraction, fill the column.</summary>
    public bool IsUndecidedNumber => _either > 0 && _present - Math.Max(_point, _comma) <= _present * (1 - ColumnTyping.Threshold);

    /// <summary>Whether dates, but for the order of their day and month, fill the column.</summary>
    public bool IsUndecidedDate => EitherDate is not null && _present - _dates <= _present * (1 - ColumnTyping.Threshold);

    /// <summary>
    /// Whether so many values make a column. Words among them ("soon") say of themselves that they are none: more of them, or one again and again, or
    /// abbreviations ("DNF", "DNS"), are let pass.
    /// </summary>
    private bool Fits(int values)
    {
        var others = _present - values;
        var words = _otherWords && _otherNames ? (int)(_present * ColumnTyping.MaxWords) : (_present - 1) / 2;
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
}

/// <summary>
/// Detects what a column holds. It is numeric (or a date) when at least <see cref="Threshold"/> of its cells that are not marks for "no value" parse;
/// the rest is NULL in SQL, and its text stays beside it.
/// </summary>
internal static partial class ColumnTyping
{
    /// <summary>Four of five: one odd cell in a column of five, a total or footnote row in longer ones.</summary>
    public const double Threshold = 0.8;

    private const int MaxHeader = 200;

    /// <summary>One of four, where what is no value are words without a digit.</summary>
    public const double MaxWords = 0.25;

    /// <summary>Whether a header says that its numbers are names of versions or sections, which 1.10 and 1.1 tell apart.</summary>
    public static bool NamesVersions(string? header) => header is { Length: <= MaxHeader } && VersionName().IsMatch(header);

    [GeneratedRegex(
        @"^(.*\b)?(version|release|firmware|build|section|chapter|clause|§)(\s*(no\.?|number))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex VersionName();
}
