using System.Text;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>Registers C# functions on a connection. A function that fails ends the statement with its message; none lets an exception into native code.</summary>
internal sealed class FunctionRegistry(sqlite3 database, SqlDeadline deadline, int maxLength)
{
    /// <summary>A result that is beyond the length limit; ends the statement as too large.</summary>
    public static readonly object TooBig = new();

    private const int Deterministic = 0x800;
    private const int Utf8 = 1;
    private const int Interrupted = 9;

    /// <summary>Bytes of the longest value.</summary>
    public int MaxLength => maxLength;

    public void Add(string name, int arguments, Func<sqlite3_value[], object?> function) =>
        raw.sqlite3_create_function(database, name, arguments, Utf8 | Deterministic, null, (context, _, values) =>
        {
            if (deadline.IsPassed)
            {
                raw.sqlite3_result_error_code(context, Interrupted);
                return;
            }

            try
            {
                SetResult(context, function(values));
            }
            catch (Exception exception)
            {
                raw.sqlite3_result_error(context, $"{name}: {exception.Message}");
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
                    context.state ??= new NumberSeries();
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
            case byte[] utf8:
                raw.sqlite3_result_text(context, utf8);
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
