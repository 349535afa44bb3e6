namespace Mact.Worker.Agents.Calculation;

/// <summary>What evaluating an argument as an expression came to.</summary>
public abstract record Calculated
{
    private Calculated()
    {
    }

    public sealed record Value(decimal Number) : Calculated;

    /// <summary>An expression that has no value: division by zero, out of range.</summary>
    /// <param name="Message">In words.</param>
    /// <param name="Position">Zero-based place in the text.</param>
    public sealed record Undefined(Sentence Message, int Position) : Calculated;

    /// <summary>Not an expression: words for the coder.</summary>
    /// <param name="Message">What could not be read.</param>
    /// <param name="Position">Zero-based place in the text.</param>
    public sealed record NotExpression(Sentence Message, int Position) : Calculated;
}

/// <summary>
/// Decimal arithmetic as people write it: + - * / ^ % and ×, ÷, −; parentheses; thousands separators, currency signs and
/// percentages ("20%" is 0.2); min, max, sum, avg, median, round, abs, count, sqrt; references to earlier results ("step2").
/// </summary>
public static class Calculator
{
    /// <summary>Characters of an expression.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Evaluates, or says where and why not.</summary>
    /// <param name="text">The expression; a trailing "= …" is passed over.</param>
    /// <param name="references">Numbers of earlier results by name; several for a list. Names are case-insensitive.</param>
    public static Calculated Evaluate(string text, IReadOnlyDictionary<string, IReadOnlyList<decimal>> references)
    {
        if (text.Length > MaxLength)
        {
            return new Calculated.NotExpression("The expression is too long.", MaxLength);
        }

        try
        {
            return new Calculated.Value(new CalculatorParser(text, references).Parse());
        }
        catch (CalculatorException exception)
        {
            return exception.Undefined
                ? new Calculated.Undefined(exception.Sentence, exception.Position)
                : new Calculated.NotExpression(exception.Sentence, exception.Position);
        }
        catch (OverflowException)
        {
            return new Calculated.Undefined("The result is too large.", 0);
        }
    }
}

/// <summary>Ends the reading of an expression; never leaves <see cref="Calculator"/>.</summary>
internal sealed class CalculatorException(Sentence message, int position, bool undefined = false) : Exception(message.ToString())
{
    public Sentence Sentence => message;

    public int Position { get; } = position;

    /// <summary>It is an expression, but has no value.</summary>
    public bool Undefined { get; } = undefined;
}

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
