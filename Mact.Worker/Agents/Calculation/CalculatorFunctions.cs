namespace Mact.Worker.Agents.Calculation;

/// <summary>The functions of an expression, over one or more values.</summary>
internal static class CalculatorFunctions
{
    public static bool Exists(string name) => name is
        "min" or "max" or "sum" or "avg" or "average" or "mean" or "median" or "round" or "abs" or "count" or "sqrt" or "floor" or "ceil";

    public static decimal Apply(string name, IReadOnlyList<decimal> values, int position)
    {
        if (name == "count")
        {
            return values.Count;
        }

        if (values.Count == 0)
        {
            throw new CalculatorException($"{name} of nothing.", position, undefined: true);
        }

        return name switch
        {
            "min" => values.Min(),
            "max" => values.Max(),
            "sum" => values.Sum(),
            "avg" or "average" or "mean" => values.Sum() / values.Count,
            "median" => Median(values),
            "abs" => Math.Abs(Single(name, values, position)),
            "floor" => Math.Floor(Single(name, values, position)),
            "ceil" => Math.Ceiling(Single(name, values, position)),
            "sqrt" => SquareRoot(Single(name, values, position), position),
            "round" => Round(values, position),
            _ => throw new CalculatorException($"There is no function {name}.", position),
        };
    }

    private static decimal Median(IReadOnlyList<decimal> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static decimal Round(IReadOnlyList<decimal> values, int position)
    {
        if (values.Count > 2 || values.Count == 2 && values[1] is < 0 or > 20)
        {
            throw new CalculatorException("round takes a number and 0 to 20 digits.", position);
        }

        return Math.Round(values[0], values.Count == 2 ? (int)values[1] : 0, MidpointRounding.AwayFromZero);
    }

    private static decimal SquareRoot(decimal value, int position) => value < 0
        ? throw new CalculatorException("The square root of a negative number.", position, undefined: true)
        : (decimal)Math.Sqrt((double)value);

    private static decimal Single(string name, IReadOnlyList<decimal> values, int position) => values.Count == 1
        ? values[0]
        : throw new CalculatorException($"{name} takes one number.", position);
}
