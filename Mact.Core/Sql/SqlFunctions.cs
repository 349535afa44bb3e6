using System.Collections.Frozen;

namespace Mact.Core.Sql;

/// <summary>The functions that a statement may call.</summary>
public static class SqlFunctions
{
    // Not here: load_extension, randomblob, zeroblob, random, json tables, full-text search: dangerous, unbounded or not repeatable.
    private static readonly FrozenSet<string> BuiltIn = FrozenSet.ToFrozenSet(
        [
            "abs", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "concat_ws", "count", "cume_dist", "current_date", "current_time",
            "current_timestamp", "date", "datetime", "dense_rank", "exp", "first_value", "floor", "format", "glob", "group_concat", "hex", "if", "ifnull",
            "iif", "instr", "julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10", "log2", "lower",
            "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "octet_length", "percent_rank", "pi", "pow", "power", "printf", "quote",
            "radians", "degrees", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "rank", "replace", "round", "row_number", "rtrim", "sign", "sqrt",
            "strftime", "string_agg", "substr", "substring", "subtype", "sum", "time", "timediff", "total", "trim", "trunc", "typeof", "unicode",
            "unixepoch", "unlikely", "upper",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions added to SQLite's own; each is bounded and gives the same result for the same arguments.</summary>
    public static IReadOnlyList<SqlFunction> Documentation { get; } =
    [
        new("regexp", "text REGEXP pattern", "1 where a .NET regular expression matches somewhere in the text; (?i) ignores case"),
        new("regexp_extract", "regexp_extract(text, pattern)", "the first match, or its first group where the pattern has one; NULL without a match"),
        new("median", "median(x)", "aggregate: the middle value of the numbers; NULL and text without a number are left out"),
        new("stddev", "stddev(x)", "aggregate: sample standard deviation (n - 1)"),
        new("variance", "variance(x)", "aggregate: sample variance (n - 1)"),
        new("percentile", "percentile(x, p)", "aggregate: the p-th percentile (p from 0 to 100), interpolated"),
        new("num", "num(text)", "the first number in a text: '1,568.6 km' is 1568.6, '$831.7' 831.7, '(3.1)' -3.1, '22 %' 22; NULL without one"),
        new("year", "year(text)", "the year of a date in any usual spelling, or the first year in a text; NULL without one"),
        new("month", "month(text)", "the month, 1 to 12, of a date or of a text that names one; NULL without one"),
        new("day", "day(text)", "the day of the month of a date in any usual spelling; NULL without one"),
        new("isodate", "isodate(text)", "a date in any usual spelling as yyyy-mm-dd; NULL where it is none or ambiguous"),
        new("norm", "norm(text)", "lower case, without accents, quotes and dashes unified, spaces collapsed: for comparing names"),
        new("words", "words(text)", "how many words the text has"),
        new("edit_distance", "edit_distance(a, b)", "how many characters differ (Levenshtein), over the first 200 characters"),
    ];

    private static readonly FrozenSet<string> Added =
        FrozenSet.ToFrozenSet(Documentation.Select(function => function.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a statement may call this function.</summary>
    public static bool IsAllowed(string? name) => name is not null && (BuiltIn.Contains(name) || Added.Contains(name));

    internal static IEnumerable<string> Names => BuiltIn.Concat(Added);
}
