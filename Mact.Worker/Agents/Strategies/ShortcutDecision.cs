using Mact.Core.Questions;

namespace Mact.Worker.Agents.Strategies;

/// <summary>What became of the shortcut.</summary>
/// <param name="Outcome">The end of the run, or null where the loop goes on.</param>
/// <param name="Contradicted">A program gave another result than the plans expect: none of them may finish now.</param>
internal sealed record ShortcutDecision(Outcome? Outcome, bool Contradicted)
{
    /// <summary>Nothing came of it.</summary>
    public static ShortcutDecision GoOn { get; } = new(null, Contradicted: false);
}
