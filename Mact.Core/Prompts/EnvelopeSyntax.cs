using System.Text;

namespace Mact.Core.Prompts;

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
