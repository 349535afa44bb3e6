namespace Mact.Worker.Agents.Calculation;

/// <summary>Ends the reading of an expression; never leaves <see cref="Calculator"/>.</summary>
internal sealed class CalculatorException(string message, int position, bool undefined = false) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>It is an expression, but has no value.</summary>
    public bool Undefined { get; } = undefined;
}
