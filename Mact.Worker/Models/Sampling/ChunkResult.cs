using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>How one request for k samples ended. Closed.</summary>
internal abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It gave 1 to k choices, in order.</summary>
    public sealed record Drawn(IReadOnlyList<ChoiceBody> Choices, bool IsBegun) : ChunkResult;

    /// <summary>It broke, and these had come to their end before.</summary>
    public sealed record Broken(IReadOnlyList<ChoiceBody> Choices, bool IsBegun) : ChunkResult
    {
        /// <summary>Choices that broke off and are gone on with where they ended, with the tokens that they have.</summary>
        public IReadOnlyList<(ChoiceBody Choice, long Tokens)> BrokenOff { get; init; } = [];
    }

    /// <summary>The endpoint takes no n as large; nothing was drawn.</summary>
    public sealed record TooLarge(int Largest) : ChunkResult;
}
