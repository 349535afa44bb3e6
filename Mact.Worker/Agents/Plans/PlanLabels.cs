using System.Globalization;

namespace Mact.Worker.Agents.Plans;

/// <summary>What a labelled line of a plan begins.</summary>
internal enum PlanLabelKind
{
    Thought,
    Action,
    Observation,
}

/// <summary>A labelled line: "Thought 2: …".</summary>
/// <param name="Kind">Which label.</param>
/// <param name="Number">The step's number; null where none was written.</param>
/// <param name="Start">Where the line starts.</param>
/// <param name="ContentStart">Where the text after the label starts.</param>
/// <param name="Action">What was read after an Action label; null for the others.</param>
internal sealed record PlanLabel(PlanLabelKind Kind, int? Number, int Start, int ContentStart, ActionReading? Action);

/// <summary>Finds the labelled lines of a plan.</summary>
internal static class PlanLabels
{
    /// <summary>Labels that are read of one reply; a plan has three for each step.</summary>
    private const int MaxLabels = 200;

    private static readonly (string Text, PlanLabelKind Kind)[] Labels =
    [
        ("thought", PlanLabelKind.Thought),
        ("action", PlanLabelKind.Action),
        ("observation", PlanLabelKind.Observation),
    ];

    /// <summary>In order; lines inside an action's argument are not labels.</summary>
    public static List<PlanLabel> Scan(string text)
    {
        List<PlanLabel> labels = [];
        var position = 0;
        while (position < text.Length && labels.Count < MaxLabels)
        {
            var label = ReadLabel(text, position) ?? ReadBareAction(text, position);
            if (label is not null)
            {
                labels.Add(label);
            }

            var from = Math.Max(position, label?.Action?.End ?? position);
            var lineEnd = text.IndexOf('\n', from);
            position = lineEnd < 0 ? text.Length : lineEnd + 1;
        }

        return labels;
    }

    private static PlanLabel? ReadLabel(string text, int start)
    {
        var position = SkipDecoration(text, start);
        foreach (var (word, kind) in Labels)
        {
            if (string.Compare(text, position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
            {
                continue;
            }

            var after = SkipSpaces(text, position + word.Length);
            var digits = after;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                digits++;
            }

            var colon = SkipSpaces(text, digits);
            if (colon >= text.Length || text[colon] != ':')
            {
                return null;
            }

            int? number = int.TryParse(text.AsSpan(after, digits - after), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;
            var content = SkipDecoration(text, colon + 1);
            return new(kind, number, start, content, kind == PlanLabelKind.Action ? ActionReader.Read(text, content) : null);
        }

        return null;
    }

    /// <summary>A line that is an action without its label: "Finish[4]".</summary>
    private static PlanLabel? ReadBareAction(string text, int start)
    {
        var position = SkipDecoration(text, start);
        if (position >= text.Length || !char.IsLetter(text[position]))
        {
            return null;
        }

        var end = text.AsSpan(position, Math.Min(text.Length - position, ActionNames.MaxLength)).IndexOf('[');
        if (end <= 0 || ActionNames.Find(text.Substring(position, end).Trim()) is null)
        {
            return null;
        }

        return new(PlanLabelKind.Action, null, start, position, ActionReader.Read(text, position));
    }

    // List marks, quotes and emphasis in front of a label.
    private static int SkipDecoration(string text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '*' or '#' or '>' or '`' or '_' or '-')
        {
            position++;
        }

        return position;
    }

    private static int SkipSpaces(string text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '*' or '_' or '#')
        {
            position++;
        }

        return position;
    }
}
