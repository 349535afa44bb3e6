namespace Mact.Core.Questions;

/// <summary>
/// The store does not answer, or takes no writes. Nothing says whether the last write arrived; all writes of this project can be repeated.
/// The message says why in words and names no secret: an Api answers 503 with it, a worker waits.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
        : base("The store is not available.")
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fair guess at when to try again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
