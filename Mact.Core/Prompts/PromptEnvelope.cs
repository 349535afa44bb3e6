namespace Mact.Core.Prompts;

/// <summary>
/// Everything about one instance that a model is shown, apart from the fixed instructions: written by
/// <see cref="PromptEnvelopeWriter"/>, read back by <see cref="PromptEnvelopeReader"/>, so that the instructions can
/// change without breaking whoever reads the instance (the model stand-in).
/// </summary>
/// <param name="Task">What is to be written.</param>
/// <param name="Tables">In the order of the question; derived tables after them.</param>
/// <param name="Context">Paragraphs or captions; may be empty.</param>
/// <param name="Question">The question as asked.</param>
/// <param name="Steps">Accepted steps so far.</param>
public sealed record PromptEnvelope(
    PromptTask Task,
    IReadOnlyList<PromptTable> Tables,
    IReadOnlyList<string> Context,
    string Question,
    IReadOnlyList<PromptStep> Steps)
{
    /// <summary>For the coder: what the program is to compute. Null for the planner.</summary>
    public string? Instruction { get; init; }

    /// <summary>For the coder: how tables seem to join, failed programs with their errors, candidates to judge; in order.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];
}
