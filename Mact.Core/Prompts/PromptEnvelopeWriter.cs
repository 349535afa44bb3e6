using System.Text;

namespace Mact.Core.Prompts;

/// <summary>
/// Writes an envelope as text parts whose concatenation is the user message. Tables come first and the growing
/// scratchpad last, so that a server's prefix cache hits, and so that each part is stored once by hash.
/// Untrusted text cannot forge a section: a section starts with '#' in the first column, and every line of untrusted
/// text starts with something else.
/// </summary>
public static class PromptEnvelopeWriter
{
    /// <summary>The parts in order: tables, context, question and task, then one for each step, then the call to go on.</summary>
    public static IReadOnlyList<string> Write(PromptEnvelope envelope)
    {
        List<string> parts = [Tables(envelope)];
        if (envelope.Context.Count > 0)
        {
            parts.Add(Section(EnvelopeSyntax.Context, envelope.Context));
        }

        parts.Add(Section(EnvelopeSyntax.Question, [envelope.Question]));
        parts.AddRange(envelope.Steps.Select((step, index) => Step(step, index + 1)));
        parts.Add(Closing(envelope));
        return parts;
    }

    private static string Tables(PromptEnvelope envelope)
    {
        var text = new StringBuilder();
        foreach (var table in envelope.Tables)
        {
            text.Append($"{EnvelopeSyntax.Table} {EnvelopeSyntax.Escape(table.Name)} ({table.Rows.Count} of {table.RowCount} rows shown)\n");
            AppendRow(text, table.Columns.Select(column => $"{column.Name}: {EnvelopeSyntax.TypeName(column.Type)}"));
            foreach (var row in table.Rows)
            {
                AppendRow(text, row);
            }

            foreach (var note in table.Notes)
            {
                AppendQuoted(text, note);
            }
        }

        return text.ToString();
    }

    private static string Section(string name, IEnumerable<string> paragraphs)
    {
        var text = new StringBuilder(name).Append('\n');
        foreach (var paragraph in paragraphs)
        {
            AppendQuoted(text, paragraph);
        }

        return text.ToString();
    }

    private static string Step(PromptStep step, int number)
    {
        var text = new StringBuilder();
        AppendLabelled(text, "Thought", number, step.Thought);
        AppendLabelled(text, "Action", number, step.Action);
        AppendLabelled(text, "Observation", number, step.Observation);
        return text.ToString();
    }

    private static string Closing(PromptEnvelope envelope)
    {
        var text = new StringBuilder();
        foreach (var hint in envelope.Hints)
        {
            text.Append(EnvelopeSyntax.Hint).Append('\n');
            AppendQuoted(text, hint);
        }

        if (envelope.Instruction is not null)
        {
            text.Append(Section(EnvelopeSyntax.Instruction, [envelope.Instruction]));
        }

        return text
            .Append($"{EnvelopeSyntax.Task} {EnvelopeSyntax.TaskName(envelope.Task)} {envelope.Steps.Count + 1}\n")
            .ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells)
    {
        text.Append('|');
        foreach (var cell in cells)
        {
            text.Append(' ').Append(EnvelopeSyntax.EscapeCell(cell)).Append(" |");
        }

        text.Append('\n');
    }

    private static void AppendQuoted(StringBuilder text, string paragraph) =>
        text.Append("> ").Append(EnvelopeSyntax.Escape(paragraph)).Append('\n');

    private static void AppendLabelled(StringBuilder text, string label, int number, string content)
    {
        text.Append($"{label} {number}: ");
        text.Append(content.ReplaceLineEndings("\n").TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
    }
}
