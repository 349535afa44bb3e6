using System.Text.RegularExpressions;

namespace Mact.Web.Projections;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Prefix">A currency sign before them, or nothing.</param>
/// <param name="Suffix">A percent sign after them (with the blank that the source has), or nothing.</param>
/// <param name="Decimals">Digits after the point; null = as many as there are, up to four.</param>
/// <param name="IsGrouped">Thousands have commas.</param>
public sealed partial record NumberForm(string Prefix, string Suffix, int? Decimals, bool IsGrouped)
{
    private const int MaxDecimals = 4;

    /// <summary>As they are.</summary>
    public static NumberForm Plain { get; } = new(string.Empty, string.Empty, Decimals: null, IsGrouped: true);

    /// <summary>The form that all texts of a column have; null where they are no numbers.</summary>
    public static NumberForm? Of(IEnumerable<string> texts)
    {
        var found = texts.Where(static text => text.Length > 0).Select(static text => Written().Match(text.Trim())).ToList();
        if (found.Count == 0 || found.Count(static match => match.Success) * 2 < found.Count)
        {
            return null;
        }

        var numbers = found.Where(static match => match.Success).ToList();
        var decimals = numbers.Select(static match => match.Groups["decimals"].Length).Distinct().ToList();
        return new(
            Common(numbers, "prefix"),
            Common(numbers, "suffix"),
            decimals is [var same] ? same : null,
            numbers.Exists(static match => match.Groups["whole"].Value.Contains(',', StringComparison.Ordinal))
                || numbers.TrueForAll(static match => match.Groups["whole"].Length < 4) || IsLong(numbers));
    }

    /// <summary>"$12,000.00", "5.45 %", "1,234".</summary>
    public string Show(decimal number)
    {
        var digits = Decimals is { } decimals
            ? Math.Abs(number).ToString((IsGrouped ? "N" : "F") + decimals.ToString())
            : Math.Abs(number).ToString(IsGrouped ? "#,##0.####" : "0.####");
        return $"{(number < 0 ? "−" : string.Empty)}{Prefix}{digits}{Suffix}";
    }

    /// <summary>With as many decimals as numbers that were computed need beside those of their source.</summary>
    public NumberForm For(IReadOnlyList<decimal> numbers)
    {
        if (Decimals is not { } own)
        {
            return this;
        }

        // An average of whole numbers has a fraction; a sum of prices keeps its two digits, and loses what binary fractions add.
        var needed = numbers.Count == 0 ? 0 : numbers.Max(static number => DecimalsOf(number));
        return needed <= own || own > 0 ? this : this with { Decimals = Math.Min(needed, 2) };
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
        @"^[-−(]?(?<prefix>[$€£₩¥]?)-?(?<whole>\d[\d,]*)(\.(?<decimals>\d+))?(?<suffix>\s?%)?\)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}

/// <summary>How numbers are written in the columns of a question's tables.</summary>
public sealed class SourceForms
{
    private readonly Dictionary<string, NumberForm> _forms = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing is known of the tables.</summary>
    public static SourceForms None => new();

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
        var numbers = cells.Select(Atom.Number).OfType<decimal>().ToList();
        return (From(name, expression) ?? ByValues(numbers)).For(numbers);
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
                static token => token.Kind is "name" ? [token.Text.Trim('"', '`', '[', ']')] : token.Kind.Length == 0 ? WordsOf(token.Text) : [])
            .Where(_forms.ContainsKey)
            .Select(column => _forms[column])
            .Distinct()
            .ToList();
        return named is [var one] ? one : null;
    }

    private static string[] WordsOf(string text) =>
        text.Split([' ', '\n', '\r', '\t', '(', ')', ',', '.', '*', '+', '-', '='], StringSplitOptions.RemoveEmptyEntries);

    private static NumberForm ByValues(List<decimal> numbers)
    {
        var decimals = numbers.Count == 0 ? 0 : numbers.Max(NumberForm.DecimalsOf);
        var isSmall = numbers.Exists(static number => number != 0 && Math.Abs(number) < 1);
        return NumberForm.Plain with
        {
            Decimals = isSmall ? decimals : Math.Min(decimals, 2),
            IsGrouped = !numbers.TrueForAll(static number => number is >= 1000 and < 3000 && number == decimal.Truncate(number)),
        };
    }
}
