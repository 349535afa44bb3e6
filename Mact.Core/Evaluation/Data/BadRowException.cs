namespace Mact.Core.Evaluation.Data;

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
