namespace Mact.Worker.Agents.Calculation;

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
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(references);
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
                ? new Calculated.Undefined(exception.Message, exception.Position)
                : new Calculated.NotExpression(exception.Message, exception.Position);
        }
        catch (OverflowException)
        {
            return new Calculated.Undefined("The result is too large.", 0);
        }
    }
}
