using System.Collections.Frozen;
using System.Text;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>The functions that a statement may call.</summary>
public static class SqlFunctions
{
    // Not here: load_extension, randomblob, zeroblob, random, json tables, full-text search: dangerous, unbounded or not repeatable.
    private static readonly FrozenSet<string> BuiltIn = FrozenSet.ToFrozenSet(
        [
            "abs", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "concat_ws", "count", "cume_dist", "current_date", "current_time",
            "current_timestamp", "date", "datetime", "dense_rank", "exp", "first_value", "floor", "format", "glob", "group_concat", "hex", "if",
            "ifnull", "iif", "instr", "json_array_length", "json_extract", "json_type", "json_valid", "->", "->>", "julianday", "lag", "last_value",
            "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10", "log2", "lower",
            "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif", "octet_length", "percent_rank", "pi", "pow", "power", "printf", "quote",
            "radians", "degrees", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "rank", "replace", "round", "row_number", "rtrim", "sign",
            "sqrt",
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
        new(
            "num",
            "num(text)",
            "the first number in a text: '1,568.6 km' is 1568.6, '$831.7' 831.7, '(3.1)' -3.1, '22 %' 22, '1.2M' 1200000, '1.2 GB' in bytes; "
            + "NULL without one; an error where one statement meets different units"),
        new("year", "year(text)", "the year of a date in any usual spelling, or the first year in a text; NULL without one"),
        new("month", "month(text)", "the month, 1 to 12, of a date or of a text that names one; NULL without one"),
        new("day", "day(text)", "the day of the month of a date in any usual spelling; NULL without one"),
        new("seconds", "seconds(text)", "a time or duration in seconds: '1:23:45.6' is 5025.6, '9:58' 598; NULL where it is none"),
        new("isodate", "isodate(text)", "a date in any usual spelling as yyyy-mm-dd; NULL where it is none or ambiguous"),
        new("norm", "norm(text)", "lower case, without accents, quotes and dashes unified, spaces collapsed: for comparing names"),
        new("words", "words(text)", "how many words the text has"),
        new("edit_distance", "edit_distance(a, b)", "how many characters differ (Levenshtein), over the first 200 characters"),
    ];

    /// <summary>The text of a cell by its value, for patterns; statements are rewritten to call it.</summary>
    internal const string CellText = "cell_text";

    private static readonly FrozenSet<string> Added =
        FrozenSet.ToFrozenSet(Documentation.Select(function => function.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a statement may call this function.</summary>
    public static bool IsAllowed(string? name) => name is not null && (BuiltIn.Contains(name) || Added.Contains(name) || name == CellText);

    internal static IEnumerable<string> Names => BuiltIn.Concat(Added);
}

/// <summary>A function that the sandbox adds to SQLite's own, as prompts and pages show it.</summary>
/// <param name="Name">As SQL calls it.</param>
/// <param name="Signature">With its arguments.</param>
/// <param name="Meaning">What it gives, in one sentence.</param>
public sealed record SqlFunction(string Name, string Signature, string Meaning);

/// <summary>Registers C# functions on a connection. A function that fails ends the statement with its message; none lets an exception into native
/// code.</summary>
internal sealed class FunctionRegistry(sqlite3 database, SqlDeadline deadline, SqlMemory memory, int maxLength)
{
    /// <summary>A result that is beyond the length limit; ends the statement as too large.</summary>
    public static readonly object TooBig = new();

    private const int Deterministic = 0x800;
    private const int Utf8 = 1;
    private const int Interrupted = 9;

    /// <summary>Bytes of the longest value.</summary>
    public int MaxLength => maxLength;

    /// <summary>With byPieces, it works in small pieces and in memory that is used again, however long its arguments are.</summary>
    public void Add(string name, int arguments, Func<sqlite3_value[], object?> function, bool byPieces = false) =>
        raw.sqlite3_create_function(database, name, arguments, Utf8 | Deterministic, null, (context, _, values) =>
        {
            if (deadline.IsPassed)
            {
                raw.sqlite3_result_error_code(context, Interrupted);
                return;
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SetResult(context, function(values));
                memory.AddGarbage(byPieces ? 0 : GC.GetAllocatedBytesForCurrentThread() - before);
            }
            catch (Exception exception)
            {
                raw.sqlite3_result_error(context, $"{name}: {exception.Message}");
            }

            if (memory.IsSpent)
            {
                raw.sqlite3_result_error_code(context, Interrupted);
            }
        });

    public void AddAggregate(string name, int arguments, Func<NumberSeries, double?> final) =>
        raw.sqlite3_create_function(
            database,
            name,
            arguments,
            Utf8 | Deterministic,
            null,
            (context, _, values) =>
            {
                try
                {
                    context.state ??= new NumberSeries(memory);
                    ((NumberSeries)context.state).Add(values);
                }
                catch (Exception exception)
                {
                    raw.sqlite3_result_error(context, $"{name}: {exception.Message}");
                }
            },
            (context, _) =>
            {
                try
                {
                    SetResult(context, context.state is NumberSeries series ? final(series) : null);
                }
                catch (Exception exception)
                {
                    raw.sqlite3_result_error(context, $"{name}: {exception.Message}");
                }
            });

    public static bool IsNull(sqlite3_value value) => raw.sqlite3_value_type(value) == raw.SQLITE_NULL;

    /// <summary>The UTF-8 of a text, or of a number as SQLite writes it.</summary>
    public static ReadOnlySpan<byte> Bytes(sqlite3_value value) => raw.sqlite3_value_blob(value);

    public static string Text(sqlite3_value value) => Encoding.UTF8.GetString(Bytes(value));

    /// <summary>At least the first characters of a text, without reading the rest of a long one.</summary>
    public static string Start(sqlite3_value value, int characters)
    {
        const int maxBytesPerCharacter = 4;
        var bytes = Bytes(value);
        return Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, characters * maxBytesPerCharacter)]);
    }

    private static void SetResult(sqlite3_context context, object? value)
    {
        switch (value)
        {
            case long whole:
                raw.sqlite3_result_int64(context, whole);
                break;
            case double real:
                raw.sqlite3_result_double(context, real);
                break;
            case string text:
                raw.sqlite3_result_text(context, text);
                break;
            case Utf8Buffer buffer:
                raw.sqlite3_result_text(context, buffer.Written);
                buffer.Dispose();
                break;
            case not null when ReferenceEquals(value, TooBig):
                raw.sqlite3_result_error_toobig(context);
                break;
            default:
                raw.sqlite3_result_null(context);
                break;
        }
    }
}
