namespace Mact.Core.Runs;

/// <summary>The lease is gone: another worker owns the question, or it was cancelled or settled.</summary>
public sealed class LeaseLostException : Exception
{
    public LeaseLostException()
        : base("The lease on the question is lost.")
    {
    }

    public LeaseLostException(string message)
        : base(message)
    {
    }

    public LeaseLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
