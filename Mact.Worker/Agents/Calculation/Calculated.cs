namespace Mact.Worker.Agents.Calculation;

/// <summary>What evaluating an argument as an expression came to.</summary>
public abstract record Calculated
{
    private Calculated()
    {
    }

    /// <summary>A value.</summary>
    public sealed record Value(decimal Number) : Calculated;

    /// <summary>An expression that has no value: division by zero, out of range.</summary>
    /// <param name="Message">In words.</param>
    /// <param name="Position">Zero-based place in the text.</param>
    public sealed record Undefined(string Message, int Position) : Calculated;

    /// <summary>Not an expression: words for the coder.</summary>
    /// <param name="Message">What could not be read.</param>
    /// <param name="Position">Zero-based place in the text.</param>
    public sealed record NotExpression(string Message, int Position) : Calculated;
}
