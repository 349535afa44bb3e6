using Mact.Core.Prompts;

namespace Mact.Worker.Agents.Tools;

/// <summary>What the coder is asked.</summary>
/// <param name="KeyPrefix">Of the records: the turn, or "verify".</param>
/// <param name="Step">From 1.</param>
/// <param name="Draw">Tells the seeds of several requests at one step apart.</param>
/// <param name="Instruction">What is to be computed.</param>
/// <param name="Steps">The scratchpad.</param>
/// <param name="Samples">Programs asked.</param>
internal sealed record SqlRequest(string KeyPrefix, int Step, int Draw, string Instruction, IReadOnlyList<PromptStep> Steps, int Samples)
{
    /// <summary>Ask once more, with the errors, where no program gave a result.</summary>
    public bool Repair { get; init; } = true;

    /// <summary>Draw fewer first.</summary>
    public bool Adaptive { get; init; }
}
