namespace Mact.Worker.Models.Wire;

/// <summary>What of a request is needed to understand why it was refused.</summary>
/// <param name="N">Samples asked.</param>
/// <param name="Fields">The optional fields that were sent, by their JSON names.</param>
/// <param name="HasVersion">Whether the base URL ends in /v1.</param>
internal sealed record RequestFacts(int N, IReadOnlyList<string> Fields, bool HasVersion);
