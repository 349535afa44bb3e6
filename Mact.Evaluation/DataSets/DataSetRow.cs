namespace Mact.Evaluation.DataSets;

/// <summary>What became of one row of a data set. Closed: every row is exactly one of the two.</summary>
/// <param name="Number">The row's line or position, from 1.</param>
public abstract record DataSetRow(int Number)
{
    /// <summary>It can be asked.</summary>
    public sealed record Usable(int Number, EvaluationItem Item) : DataSetRow(Number);

    /// <summary>It cannot be asked.</summary>
    /// <param name="Number">The row's line or position, from 1.</param>
    /// <param name="Reason">In words, with what to do.</param>
    public sealed record Bad(int Number, string Reason) : DataSetRow(Number);
}

/// <summary>A row of a data set cannot be used; the message says why. Ends the reading of that row alone.</summary>
public sealed class BadRowException : Exception
{
    public BadRowException()
        : base("The row cannot be used.")
    {
    }

    public BadRowException(string message)
        : base(message)
    {
    }

    public BadRowException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
