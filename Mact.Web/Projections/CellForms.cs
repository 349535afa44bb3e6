using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Web.Projections;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Prefix">A currency sign before them, or nothing.</param>
/// <param name="Suffix">A percent sign or a unit after them (with the blank that the source has), or nothing.</param>
/// <param name="Decimals">Digits after the point; null = as many as there are, up to four.</param>
/// <param name="IsGrouped">Thousands are parted.</param>
public sealed partial record NumberForm(string Prefix, string Suffix, int? Decimals, bool IsGrouped)
{
    /// <summary>1.234,5 instead of 1,234.5.</summary>
    public bool HasDecimalComma { get; private init; }

    private const int MaxDecimals = 4;

    /// <summary>As they are.</summary>
    public static NumberForm Plain { get; } = new(string.Empty, string.Empty, Decimals: null, IsGrouped: true);

    /// <summary>The form that all texts of a column have; null where they are no numbers.</summary>
    public static NumberForm? Of(IEnumerable<string> texts)
    {
        var given = texts.Where(static text => text.Length > 0).ToList();
        var isComma = given.Exists(CellValue.HasDecimalComma) && !given.Exists(static text => CellValue.HasDecimalComma(CellValue.Turned(text)));
        var found = given.Select(text => Written().Match(isComma ? CellValue.Turned(text) : text.Trim())).ToList();
        if (found.Count == 0 || found.Count(static match => match.Success) * 2 < found.Count)
        {
            return null;
        }

        var numbers = found.Where(static match => match.Success).ToList();
        var (prefix, suffix) = (Common(numbers, "prefix"), Common(numbers, "suffix"));

        // Spreadsheets drop zeros at the end: 99.99, 20 and 1500.5 are amounts with two decimals.
        var decimals = numbers.Max(static match => match.Groups["decimals"].Length);
        return new(
            prefix,
            suffix,
            decimals <= 2 || numbers.TrueForAll(match => match.Groups["decimals"].Length == decimals) ? decimals : null,
            decimals > 0 || prefix.Length > 0 || suffix.Length > 0
                || numbers.Exists(static match => match.Groups["whole"].Value.Contains(',', StringComparison.Ordinal))
                || numbers.TrueForAll(static match => match.Groups["whole"].Length < 4) || IsLong(numbers))
        {
            HasDecimalComma = isComma,
        };
    }

    /// <summary>"$12,000.00", "5.45 %", "1,234".</summary>
    public string Show(decimal number)
    {
        var digits = Decimals is { } decimals
            ? Math.Abs(number).ToString((IsGrouped ? "N" : "F") + decimals.ToString())
            : Math.Abs(number).ToString(IsGrouped ? "#,##0.####" : "0.####");
        return $"{(number < 0 ? "−" : string.Empty)}{Prefix}{(HasDecimalComma ? CellValue.Turned(digits) : digits)}{Suffix}";
    }

    /// <summary>With as many decimals as numbers that were computed need beside those of their source.</summary>
    public NumberForm For(IReadOnlyList<decimal> numbers)
    {
        // An average of whole numbers has a fraction; a sum of prices keeps its two digits, and loses what binary fractions add.
        var needed = numbers.Count == 0 ? 0 : numbers.Max(static number => DecimalsOf(number));
        return Decimals is not { } own ? this with { Decimals = needed }
            : needed <= own || own >= 2 ? this
            : this with { Decimals = Math.Min(needed, 2) };
    }

    internal static int DecimalsOf(decimal number)
    {
        var text = decimal.Round(number, MaxDecimals).ToString("0.####");
        return text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
    }

    // Four digits without a comma may be years or numbers of something; five are an amount.
    private static bool IsLong(List<Match> numbers) => numbers.Exists(static match => match.Groups["whole"].Length > 4);

    private static string Common(List<Match> numbers, string group)
    {
        var common = numbers.GroupBy(match => match.Groups[group].Value, StringComparer.Ordinal).MaxBy(static same => same.Count())!;
        return common.Count() * 2 > numbers.Count ? common.Key : string.Empty;
    }

    [GeneratedRegex(
        @"^[-−(]?(?<prefix>[$€£₩¥]?)-?(?<whole>\d[\d,]*)(\.(?<decimals>\d+))?(?<suffix>\s?(%|[€£₩¥]|[A-Za-z°µ]{1,4}[²³]?))?\)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Written();
}

/// <summary>How numbers are written in the columns of a question's tables.</summary>
public sealed class SourceForms
{
    private const int RowsForForms = 60;

    private readonly Dictionary<string, NumberForm> _forms = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Rows of the question's only table; null where there are several, or it is not known.</summary>
    public int? RowCount { get; set; }

    /// <summary>Nothing is known of the tables.</summary>
    public static SourceForms None => new();

    /// <summary>
    /// From the first rows of a question's tables, as they stand in the source; of a table that can't be read nothing is known, and its numbers are
    /// shown by their values.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="api">Has the rows.</param>
    /// <param name="file">Has them instead where the run is read from a file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SourceForms> ReadAsync(Question question, MactClient api, RunFile? file, CancellationToken cancellationToken)
    {
        var forms = new SourceForms();
        foreach (var table in question.Tables)
        {
            if (file?.Tables.FirstOrDefault(kept => kept.Id == table.Id) is { } kept)
            {
                forms.Add([.. kept.Columns.Select(static column => column.Name)], [.. file.RowsOf(table.Id).Take(RowsForForms)]);
            }
            else if (file is null
                && await api.ReadRowsAsync(table.Id, 0, RowsForForms, cancellationToken) is ApiResult<TableRows>.Ok { Value: var rows })
            {
                forms.Add(rows.Columns, rows.Rows);
                forms.RowCount = question.Tables.Count == 1 ? rows.Total : null;
            }
        }

        return forms;
    }

    private void Add(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        foreach (var (index, column) in columns.Index())
        {
            Add(column, rows.Select(row => row[index]).OfType<string>());
        }
    }

    /// <summary>The column of a source holds numbers.</summary>
    public bool HasNumbers(string column) => _forms.ContainsKey(column);

    /// <summary>Takes the form of a column from some of its cells, as they stand in the source.</summary>
    public void Add(string column, IEnumerable<string> texts)
    {
        if (NumberForm.Of(texts) is { } form)
        {
            _forms[column] = form;
        }
    }

    /// <summary>The form of a result's column: that of the one source column it is computed from, where its program says so.</summary>
    /// <param name="name">The name of the result's column.</param>
    /// <param name="expression">What the program computes it from; null where that is not known.</param>
    /// <param name="cells">What was computed.</param>
    public NumberForm Of(string name, string? expression, IEnumerable<string> cells)
    {
        var numbers = cells.Select(CellValue.Number).OfType<decimal>().ToList();
        var isComputed = Computed.Read(expression) is { Function: "count" or "sum" or "total" or "avg" };
        return (From(name, expression) ?? ByValues(numbers, isComputed)).For(numbers);
    }

    private NumberForm? From(string name, string? expression)
    {
        if (expression is null)
        {
            return _forms.GetValueOrDefault(name);
        }

        // A count has no currency, and a ratio is of no unit.
        if (expression.Contains("count(", StringComparison.OrdinalIgnoreCase) || expression.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var named = SqlHighlighter.Tokens(expression)
            .SelectMany(
                static token => token.Kind is "name" ? [SelectLists.Bare(token.Text)] : token.Kind.Length == 0 ? WordsOf(token.Text) : [])
            .Where(_forms.ContainsKey)
            .Select(column => _forms[column])
            .Distinct()
            .ToList();

        // A price times a quantity is a price; a share of something has the form of neither.
        return named switch
        {
            [var one] => one,
            _ when named.Exists(static form => form.Suffix.Contains('%', StringComparison.Ordinal)) => null,
            _ => named.Where(static form => form.Prefix.Length + form.Suffix.Length > 0).ToList() is [var dressed] ? dressed : null,
        };
    }

    internal static string[] WordsOf(string text) =>
        text.Split([' ', '\n', '\r', '\t', '(', ')', ',', '.', '*', '+', '-', '='], StringSplitOptions.RemoveEmptyEntries);

    // Four digits may be years, but not where they are counted or added up.
    private static NumberForm ByValues(List<decimal> numbers, bool isComputed)
    {
        var decimals = numbers.Count == 0 ? 0 : numbers.Max(NumberForm.DecimalsOf);
        var isSmall = numbers.Exists(static number => number != 0 && Math.Abs(number) < 1);
        return NumberForm.Plain with
        {
            Decimals = isSmall ? decimals : Math.Min(decimals, 2),
            IsGrouped = isComputed || !numbers.TrueForAll(static number => number is >= 1000 and < 3000 && number == decimal.Truncate(number)),
        };
    }
}

/// <summary>How the days, months or years of a column are written.</summary>
/// <param name="Format">As <see cref="DateTime.TryParseExact(string?, string?, IFormatProvider?, DateTimeStyles, out DateTime)"/> takes it.</param>
public sealed record DateForm(string Format)
{
    // Where several fit, the one in which the cells ascend: programs sort by days.
    private static readonly string[] Known =
    [
        "yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "M/d/yyyy",
        "d/M/yyyy", "d-M-yyyy", "M/d/yy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yy", "d-MMM-yy",
        "d-MMM-yyyy",
    ];

    /// <summary>The one form of all cells; null where they are no days. Four digits are years only in a column that is called so.</summary>
    public static DateForm? Of(string name, IReadOnlyList<string> cells)
    {
        IEnumerable<string> formats = name.Contains("year", StringComparison.OrdinalIgnoreCase) ? [.. Known, "yyyy"] : Known;
        var fitting = formats.Select(static format => new DateForm(format))
            .Where(form => cells.Count > 0 && cells.All(cell => form.Read(cell) is not null))
            .ToList();
        return fitting.Find(form => cells.Zip(cells.Skip(1)).All(pair => form.Read(pair.First) <= form.Read(pair.Second)))
            ?? fitting.FirstOrDefault();
    }

    /// <summary>The moment at which the day, month or year begins.</summary>
    public DateTime? Read(string cell) =>
        DateTime.TryParseExact(cell.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
