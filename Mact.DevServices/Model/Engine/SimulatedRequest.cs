using System.Threading.Channels;

namespace Mact.DevServices.Model.Engine;

/// <summary>One request in the simulation, and where its tokens go.</summary>
internal sealed class SimulatedRequest
{
    public SimulatedRequest(EngineRequest work)
    {
        Work = work;
        Sequences = [.. work.OutputTokens.Select((_, i) => new SimulatedSequence(this, i))];
    }

    public EngineRequest Work { get; }

    public IReadOnlyList<SimulatedSequence> Sequences { get; }

    public Channel<EngineToken> Tokens { get; } = Channel.CreateUnbounded<EngineToken>();

    /// <summary>Whether its first step was charged for taking the request in.</summary>
    public bool WasCharged { get; set; }

    /// <summary>Whether every completion has all its tokens.</summary>
    public bool IsDone => Sequences.All(static sequence => sequence.Generated >= sequence.OutputTokens);
}
