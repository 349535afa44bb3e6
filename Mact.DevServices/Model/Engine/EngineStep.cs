namespace Mact.DevServices.Model.Engine;

/// <summary>What one step of the simulation gave.</summary>
/// <param name="Duration">How long it took.</param>
/// <param name="Tokens">The sequences that got a token.</param>
internal sealed record EngineStep(TimeSpan Duration, IReadOnlyList<SimulatedSequence> Tokens);
