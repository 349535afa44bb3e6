namespace Mact.Core.Queueing;

/// <summary>A client's Idempotency-Key with the hash of the body it came with.</summary>
public sealed record IdempotencyKey(string Key, string BodyHash);
