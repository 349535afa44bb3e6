namespace Mact.Core.Queueing;

/// <summary>The right to work on a question until a moment that renewal moves on.</summary>
/// <param name="Question">What to answer.</param>
/// <param name="Attempt">From 1: attempts consumed, this one included. The same again after a question was handed back.</param>
/// <param name="QueueWait">From submission, or from when it was due again, to this claim.</param>
public sealed record Lease(Question Question, int Attempt, TimeSpan QueueWait)
{
    /// <summary>The fencing token: grows with every claim of the question, whether or not it consumed an attempt.</summary>
    public long Token { get; init; } = Attempt;
}
