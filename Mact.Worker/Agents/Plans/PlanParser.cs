using System.Text;

namespace Mact.Worker.Agents.Plans;

/// <summary>One sample of the planner as it was read.</summary>
/// <param name="Sample">For the record.</param>
/// <param name="Kind">The action; null unless the sample is valid.</param>
/// <param name="MeanLogprob">The mean logprob of the sample, where known.</param>
/// <param name="HeadLogprob">Up to its first observation, where known.</param>
public sealed record ParsedPlan(PlanSample Sample, ActionKind? Kind, double? MeanLogprob, double? HeadLogprob)
{
    /// <summary>There is an action to carry out.</summary>
    public bool IsValid => Sample.Status == PlanStatus.Valid && Kind is not null;

    /// <summary>The action's argument; empty where there is none.</summary>
    public string Argument => Sample.Argument ?? string.Empty;
}

/// <summary>
/// Reads a planner's reply: the thought, action and guess of the current step, and the answer that the rest of the reply rolls
/// on to. Written by hand, so that it takes time linear in the reply whatever the reply is.
/// </summary>
public static class PlanParser
{
    /// <summary>Characters of a reply that are read; models in a loop write megabytes.</summary>
    public const int MaxReplyLength = 200_000;

    private const int MaxThoughtLength = 4_000;
    private const int MaxGuessLength = 8_000;

    /// <summary>Reads one completion.</summary>
    /// <param name="completion">The sample.</param>
    /// <param name="step">The step that is being planned, from 1.</param>
    public static ParsedPlan Parse(Completion completion, int step)
    {
        return new PlanReading(completion, step).Read();
    }

    /// <summary>Whether a line that finishes is there as a whole: nothing behind it is read. No stop of a server's says so, since "]" and a line's
    /// end end every other action, too.</summary>
    public static bool IsFinished(string text)
    {
        var lines = ReplyText.Clean(text[..(text.LastIndexOf('\n') + 1)], MaxReplyLength);
        return PlanLabels.Scan(lines).Exists(static label => label.Action is { Status: PlanStatus.Valid, Kind: ActionKind.Finish } finish
            && finish.Argument.Count('[') == finish.Argument.Count(']'));
    }

    private sealed class PlanReading(Completion completion, int step)
    {
        private readonly string _text = ReplyText.Clean(completion.Text, MaxReplyLength);

        public ParsedPlan Read()
        {
            if (string.IsNullOrWhiteSpace(_text))
            {
                return Invalid(PlanStatus.Empty, string.Empty);
            }

            var labels = PlanLabels.Scan(_text);
            var current = Current(labels);
            if (current < 0)
            {
                return Invalid(PlanStatus.NoAction, Cut(_text, MaxThoughtLength));
            }

            var action = labels[current].Action!;
            var thought = Thought(labels, current);
            if (action.Status != PlanStatus.Valid)
            {
                return Invalid(action.Status, thought, action.Name);
            }

            var kind = action.Kind!.Value;
            return new(
                new(
                    completion.Index,
                    PlanStatus.Valid,
                    thought,
                    ActionNames.RecordName(kind),
                    action.Argument,
                    Guess(labels, current),
                    RolloutAnswer(labels, current)),
                kind,
                completion.MeanLogprob,
                completion.HeadLogprob);
        }

        // The action that carries the current number; else the first one, for models misnumber their steps.
        private int Current(List<PlanLabel> labels)
        {
            var numbered = labels.FindIndex(label => label.Action is not null && label.Number == step);
            return numbered >= 0 ? numbered : labels.FindIndex(label => label.Action is not null);
        }

        private string Thought(List<PlanLabel> labels, int current)
        {
            for (var i = current - 1; i >= 0 && labels[i].Action is null; i--)
            {
                if (labels[i].Kind == PlanLabelKind.Thought)
                {
                    return Cut(Content(labels, i), MaxThoughtLength);
                }
            }

            // The reply goes on where the prompt stopped: it may begin with the thought itself.
            return current == 0 ? Cut(_text[..labels[0].Start], MaxThoughtLength) : string.Empty;
        }

        private string? Guess(List<PlanLabel> labels, int current)
        {
            var next = current + 1;
            if (next >= labels.Count || labels[next].Kind != PlanLabelKind.Observation)
            {
                return null;
            }

            // A guess that the token limit cut says nothing.
            var cut = next == labels.Count - 1 && completion.Status != CompletionStatus.Complete;
            var guess = Cut(Content(labels, next), MaxGuessLength);
            return cut || guess.Length == 0 ? null : guess;
        }

        private static string? RolloutAnswer(List<PlanLabel> labels, int current) => labels
            .Skip(current)
            .Select(label => label.Action)
            .FirstOrDefault(action => action is { Status: PlanStatus.Valid, Kind: ActionKind.Finish })
            ?.Argument;

        private string Content(List<PlanLabel> labels, int index)
        {
            var end = index + 1 < labels.Count ? labels[index + 1].Start : _text.Length;
            return _text[labels[index].ContentStart..end];
        }

        private ParsedPlan Invalid(PlanStatus status, string thought, string? action = null) => new(
            new(completion.Index, status, thought, action, null, null, null), null, completion.MeanLogprob, completion.HeadLogprob);

        private static string Cut(string text, int length)
        {
            var trimmed = text.Trim();
            return trimmed.Length <= length ? trimmed : trimmed[..length];
        }
    }
}

/// <summary>Removes from a reply what is not part of what was asked for.</summary>
internal static class ReplyText
{
    private const string ThinkOpen = "<think>";
    private const string ThinkClose = "</think>";

    /// <summary>Without thinking and code fences, at most <paramref name="maxLength"/> characters.</summary>
    public static string Clean(string text, int maxLength)
    {
        var source = WithoutThinking(text.Length > maxLength ? text[..maxLength] : text).ReplaceLineEndings("\n");
        var result = new StringBuilder(source.Length);
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            result.Append(line.TrimEnd()).Append('\n');
        }

        return result.ToString();
    }

    /// <summary>Drops think blocks; what follows the last closing mark counts, and an unclosed leading block is all thinking.</summary>
    public static string WithoutThinking(string text)
    {
        var close = text.LastIndexOf(ThinkClose, StringComparison.OrdinalIgnoreCase);
        if (close >= 0)
        {
            text = text[(close + ThinkClose.Length)..];
        }

        var open = text.IndexOf(ThinkOpen, StringComparison.OrdinalIgnoreCase);
        if (open < 0)
        {
            return text;
        }

        // Models that forget to close the block still write the labelled step; keep from there.
        var label = text.IndexOf("\nThought ", open, StringComparison.Ordinal);
        return label >= 0 ? text[..open] + text[label..] : text[..open];
    }
}
