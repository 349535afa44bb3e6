using Mact.Core.Questions;

namespace Mact.Core.Queueing;

/// <summary>The right to work on a question until a moment that renewal moves on.</summary>
/// <param name="Question">What to answer.</param>
/// <param name="Attempt">From 1; the fencing token.</param>
/// <param name="QueueWait">From submission, or from when it was due again, to this claim.</param>
public sealed record Lease(Question Question, int Attempt, TimeSpan QueueWait);
