using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Answers;

/// <summary>
/// Whether a Finish may be carried out. Descriptions of an answer ("List of …") never; an answer without any step behind it only
/// where the tables or the text themselves hold it, since models finish at once with invented values.
/// </summary>
internal sealed class FinishGuard(IReadOnlyList<Table> tables, IReadOnlyList<string> context)
{
    private const int MaxScannedCells = 2_000_000;

    private static readonly string[] Descriptions =
    [
        "list of", "retrieved", "unable to", "cannot ", "not available", "the result of", "see observation", "unknown", "to be determined", "step1", "step2", "step3",
    ];

    private static readonly HashSet<string> Verdicts = new(StringComparer.Ordinal) { "yes", "no", "true", "false" };

    /// <summary>Whether the answer says nothing.</summary>
    public static bool IsPlaceholder(string answer)
    {
        var text = answer.Trim().Trim('<', '>', '[', ']', '"', '.').Trim();
        return CanonicalForm.OfText(answer).IsEmpty
            || text is "" or "answer" or "the answer" or "…"
            || Array.Exists(Descriptions, description => text.StartsWith(description, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a plan may finish now.</summary>
    /// <param name="plan">A Finish.</param>
    /// <param name="steps">Steps carried out so far.</param>
    public bool Allows(ParsedPlan plan, int steps) => !IsPlaceholder(plan.Argument) && (steps > 0 || IsGrounded(plan.Argument));

    /// <summary>Whether every item of the answer stands in a cell or in the text, or is a verdict.</summary>
    private bool IsGrounded(string answer)
    {
        var missing = AnswerItems.Split(answer).Select(Key).Where(key => key.Length > 0 && !Verdicts.Contains(key)).ToHashSet(StringComparer.Ordinal);
        missing.RemoveWhere(key => context.Any(text => text.Contains(key, StringComparison.OrdinalIgnoreCase)));
        var scanned = 0;
        foreach (var table in tables)
        {
            for (var row = 0; row < table.RowCount && missing.Count > 0 && scanned < MaxScannedCells; row++)
            {
                foreach (var cell in table.Row(row))
                {
                    scanned++;
                    missing.Remove(Key(cell.Text));
                }
            }
        }

        return missing.Count == 0;
    }

    private static string Key(string text) => CanonicalForm.OfTexts([text]).Key;
}
