namespace Mact.Core.Queueing;

/// <summary>A question that was given up after its last attempt.</summary>
public sealed record DeadLetter(string Id, DateTimeOffset At);
