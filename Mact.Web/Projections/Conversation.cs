namespace Mact.Web.Projections;

/// <summary>
/// Questions that were asked one after the other of the same tables. Each is a run of its own with an address of its own; which ones came before
/// stands in the address, so that a reload or a link shows the same.
/// </summary>
/// <param name="Id">The id of the question that the page shows.</param>
/// <param name="After">Ids of the ones before, parted by dots, oldest first; empty for the first question.</param>
public sealed record Conversation(string Id, string After)
{
    private const int MaxEarlier = 12;
    private const int MaxAnswer = 600;
    private const string Lead = "Asked before of the same tables: ";

    /// <summary>Ids of the ones before, oldest first.</summary>
    public IReadOnlyList<string> Earlier => After.Split('.', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where the question that follows this one is.</summary>
    public string Address(string next) =>
        $"questions/{Uri.EscapeDataString(next)}?after={Uri.EscapeDataString(string.Join('.', Earlier.Append(Id).TakeLast(MaxEarlier)))}";

    /// <summary>Where an earlier question is, with those that came before it.</summary>
    public string AddressOf(int index)
    {
        var before = string.Join('.', Earlier.Take(index));
        return $"questions/{Uri.EscapeDataString(Earlier[index])}{(before.Length == 0 ? string.Empty : $"?after={Uri.EscapeDataString(before)}")}";
    }

    /// <summary>
    /// The question that follows: the same tables and settings, and as context what was asked, what came of it and by which program. Of several
    /// questions before, the latest is what "and by month?" means; an earlier one's paragraph is left out.
    /// </summary>
    public static QuestionRequest Next(RunTimeline run, string question)
    {
        var asked = run.Question ?? throw new ArgumentException("The run has no question yet.", nameof(run));
        var paragraph = $"{Lead}{asked.Text}";
        if (run.Answer is { } answer)
        {
            paragraph += $"\nThe answer was: {Show.Cut(string.Join(", ", answer.Values), MaxAnswer)}";
            paragraph += answer.Sql is null ? string.Empty : $"\nIt was computed by: {EvidenceProgram.SelfContained(answer.Sql, run.Records)}";
        }

        return new(
            question,
            [.. asked.Tables.Select(RequestTable.Of)],
            [.. asked.Context.Where(static earlier => !earlier.StartsWith(Lead, StringComparison.Ordinal)), paragraph],
            asked.Options with { ReplayOf = null });
    }
}
