using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>The numbers that an aggregate has seen.</summary>
internal sealed class NumberSeries
{
    /// <summary>40 MB; a table within the limits has far fewer rows.</summary>
    private const int MaxCount = 5_000_000;

    private readonly List<double> _values = [];
    private double? _argument;

    /// <summary>The second argument of the aggregate, if any.</summary>
    public double? Argument => _argument;

    public void Add(sqlite3_value[] arguments)
    {
        if (arguments.Length > 1 && _argument is null && Number(arguments[1]) is { } argument)
        {
            _argument = argument;
        }

        if (Number(arguments[0]) is { } value)
        {
            if (_values.Count == MaxCount)
            {
                throw new InvalidOperationException($"more than {MaxCount} values");
            }

            _values.Add(value);
        }
    }

    public double? Variance()
    {
        if (_values.Count < 2)
        {
            return null;
        }

        // Welford's method: no cancellation for large values that lie close together.
        double mean = 0, squares = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            var delta = _values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (_values[i] - mean);
        }

        return squares / (_values.Count - 1);
    }

    /// <summary>Interpolated between the two nearest values.</summary>
    public double? Percentile(double percent)
    {
        if (percent is < 0 or > 100 || double.IsNaN(percent))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), "the second argument is a number from 0 to 100");
        }

        if (_values.Count == 0)
        {
            return null;
        }

        _values.Sort();
        var rank = percent / 100 * (_values.Count - 1);
        var low = (int)Math.Floor(rank);
        var high = Math.Min(low + 1, _values.Count - 1);
        return _values[low] + ((rank - low) * (_values[high] - _values[low]));
    }

    private static double? Number(sqlite3_value value)
    {
        var type = raw.sqlite3_value_type(value);
        return type == raw.SQLITE_INTEGER || type == raw.SQLITE_FLOAT
            ? raw.sqlite3_value_double(value)
            : type == raw.SQLITE_TEXT && NumberText.TryParse(FunctionRegistry.Text(value), out double number) ? number : null;
    }
}
