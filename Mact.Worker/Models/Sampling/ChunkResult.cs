using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>How one request for k samples ended. Closed.</summary>
internal abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It gave 1 to k choices, in order.</summary>
    public sealed record Drawn(IReadOnlyList<ChoiceBody> Choices) : ChunkResult;

    /// <summary>The endpoint takes no n as large; nothing was drawn.</summary>
    public sealed record TooLarge(int Largest) : ChunkResult;
}
