namespace Mact.Core.Prompts;

/// <summary>What the model is asked to write.</summary>
public enum PromptTask
{
    /// <summary>The next thought, action and guess, and the roll-out to an answer.</summary>
    Plan,

    /// <summary>One SQL program for an instruction.</summary>
    Code,

    /// <summary>One SQL program, after programs that failed.</summary>
    Repair,

    /// <summary>The number of the best candidate.</summary>
    Judge,

    /// <summary>Reasoning and then the answer, without tools.</summary>
    Direct,
}

/// <summary>A column as a prompt shows it.</summary>
public sealed record PromptColumn(string Name, ColumnType Type);

/// <summary>A table as a prompt shows it.</summary>
/// <param name="Name">As SQL uses it.</param>
/// <param name="Columns">Names and types as SQL uses them.</param>
/// <param name="Rows">The rows shown, as text; an empty cell is NULL.</param>
/// <param name="RowCount">Rows of the whole table; more than shown where the table was cut to fit.</param>
public sealed record PromptTable(
    string Name,
    IReadOnlyList<PromptColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    int RowCount)
{
    /// <summary>A profile and other notes about the table ("score: 3 to 98, mean 41.2"); may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>An accepted step in the scratchpad.</summary>
/// <param name="Thought">The planner's thought.</param>
/// <param name="Action">As the planner writes it: "Retrieve[…]".</param>
/// <param name="Observation">What was observed; several lines where it is a table.</param>
public sealed record PromptStep(string Thought, string Action, string Observation);

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
