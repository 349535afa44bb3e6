using System.Text;

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

/// <summary>The marks and escapes that the envelope's writer and reader share.</summary>
internal static class EnvelopeSyntax
{
    public const string Table = "# Table";
    public const string Context = "# Context";
    public const string Question = "# Question";
    public const string Hint = "# Hint";
    public const string Instruction = "# Instruction";
    public const string Task = "# Task";

    private static readonly (ColumnType Type, string Name)[] TypeNames =
    [
        (ColumnType.Text, "text"),
        (ColumnType.Integer, "integer"),
        (ColumnType.Number, "number"),
        (ColumnType.Date, "date"),
    ];

    private static readonly (PromptTask Task, string Name)[] TaskNames =
    [
        (PromptTask.Plan, "plan"),
        (PromptTask.Code, "code"),
        (PromptTask.Repair, "repair"),
        (PromptTask.Judge, "judge"),
        (PromptTask.Direct, "direct"),
    ];

    public static string TypeName(ColumnType type) => Array.Find(TypeNames, pair => pair.Type == type).Name;

    public static ColumnType ParseType(string name) => Array.Find(TypeNames, pair => string.Equals(pair.Name, name, StringComparison.Ordinal)).Type;

    public static string TaskName(PromptTask task) => Array.Find(TaskNames, pair => pair.Task == task).Name;

    public static PromptTask? ParseTask(string name)
    {
        var index = Array.FindIndex(TaskNames, pair => string.Equals(pair.Name, name, StringComparison.Ordinal));
        return index < 0 ? null : TaskNames[index].Task;
    }

    /// <summary>One line: backslashes and line breaks escaped.</summary>
    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\n", StringComparison.Ordinal);

    /// <summary>One cell of a row: also the bar is escaped.</summary>
    public static string EscapeCell(string text) => Escape(text).Replace("|", "\\|", StringComparison.Ordinal);

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            result.Append(text[i] == 'n' ? '\n' : text[i]);
        }

        return result.ToString();
    }

    /// <summary>Splits "| a | b \| c |" into its cells, unescaped.</summary>
    public static IReadOnlyList<string> SplitRow(string line)
    {
        List<string> cells = [];
        var start = 1;
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '|')
            {
                cells.Add(Unescape(Trim(line[start..i])));
                start = i + 1;
            }
        }

        return cells;
    }

    // The writer pads a cell with exactly one space on each side; what else is there belongs to the cell.
    private static string Trim(string padded) => padded.Length >= 2 ? padded[1..^1] : padded;
}
