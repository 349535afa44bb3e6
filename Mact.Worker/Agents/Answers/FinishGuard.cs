using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Answers;

/// <summary>
/// Whether a Finish may be carried out. Descriptions of an answer ("List of …") never; an answer without any step behind it only
/// where the tables or the text themselves hold it, since models finish at once with invented values.
/// </summary>
internal sealed class FinishGuard(CellIndex cells, IReadOnlyList<string> context)
{
    private static readonly string[] Descriptions =
    [
        "list of", "retrieved", "unable to", "cannot ", "can't ", "could not ", "not available", "not found", "not enough ", "the result of",
        "see above", "see below", "see observation", "see table", "see the ", "unknown", "to be determined", "i don't know", "i do not know",
        "i'm not sure", "i am not sure",
    ];

    private static readonly HashSet<string> Wordless = new(
        ["answer", "the answer", "…", "?", "error", "unable", "tbd", "tba", "not sure", "not applicable", "undetermined"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Nothings = new(
        ["none", "nan", "n/a", "nothing", "nobody", "no one", "no rows", "no row", "no answer", "empty"], StringComparer.OrdinalIgnoreCase);

    // Of these alone a reply says that there is none; the others may say that it does not know.
    private static readonly HashSet<string> Nones = new(
        ["none", "nothing", "nobody", "no one", "no rows", "no row"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Verdicts = new(StringComparer.Ordinal) { "yes", "no", "true", "false" };

    /// <summary>Whether the answer says nothing, or is one of the engine's own messages.</summary>
    /// <param name="answer">What was written.</param>
    /// <param name="known">Whether a cell or an executed result says it: that is a value, however it looks.</param>
    public static bool IsPlaceholder(string answer, Func<string, bool>? known = null)
    {
        if (known?.Invoke(answer) == true)
        {
            return false;
        }

        var text = answer.Trim().Trim('<', '>', '[', ']', '"', '.').Trim();
        return CanonicalForm.OfText(answer).IsEmpty
            || text.Length == 0
            || Wordless.Contains(text)
            || AgentState.IsReference(text)
            || ToolFailure.IsMessage(text)
            || IsNothing(text)
            || Array.Exists(Descriptions, description => text.StartsWith(description, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the answer says that there is none ("no rows"), in the engine's words or in the model's.</summary>
    public static bool IsNothing(string answer) => Nothings.Contains(answer.Trim().TrimEnd('.'))
        || answer.TrimStart().StartsWith("no row", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a reply without tools says that nothing meets the question: in the model's words, and no cell is so.</summary>
    public static bool IsNone(string? answer, Func<string, bool> known) => answer?.Trim().TrimEnd('.') is { } text
        && (Nones.Contains(text) || text.StartsWith("no row", StringComparison.OrdinalIgnoreCase)) && !known(answer);

    /// <summary>Whether a plan may finish now.</summary>
    /// <param name="plan">A Finish.</param>
    /// <param name="state">Steps carried out so far, and what they observed.</param>
    public bool Allows(ParsedPlan plan, AgentState state) =>
        !IsPlaceholder(plan.Argument, state.Knows(cells))
            ? state.Steps.Count > 0 || IsGrounded(plan.Argument)
            : IsNothing(plan.Argument) && state.Steps.Count > 0 && state.Steps[^1].MetNothing is not null;

    /// <summary>Whether every item of the answer stands in a cell or in the text, or is a verdict.</summary>
    private bool IsGrounded(string answer)
    {
        return AnswerItems.Split(answer).All(item => Key(item) is var key
            && (
                key.Length == 0
                    || Verdicts.Contains(key)
                        || cells.Contains(item) || context.Any(text => text.Contains(key, StringComparison.OrdinalIgnoreCase))));
    }

    private static string Key(string text) => CanonicalForm.OfTexts([text]).Key;
}
