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
    private const string LeadTried = "Tried before it was offered, by: ";
    private const string Gave = "\nIt gave: ";
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
    /// A question that was tried before it was offered: it stands by itself, so that nothing of before goes along but the program that was tried, and
    /// what it gave. A model has them before its eyes, and the page compares.
    /// </summary>
    public static QuestionRequest Next(RunTimeline run, SuggestedQuestion tried)
    {
        var values = tried.Values.Select(static value => value.ReplaceLineEndings(" "));
        return Request(run, tried.Asked, $"{LeadTried}{tried.Sql}{Gave}{string.Join(", ", values)}");
    }

    /// <summary>What the question gave when it was tried before it was offered; null where it was not offered.</summary>
    public static string? TriedOf(Question question) =>
        question.Context.FirstOrDefault(static paragraph => paragraph.StartsWith(LeadTried, StringComparison.Ordinal)) is { } paragraph
            && paragraph.LastIndexOf(Gave, StringComparison.Ordinal) is >= 0 and var at ? paragraph[(at + Gave.Length)..] : null;

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
            paragraph += $"\nThe answer was: {Show.Cut(string.Join(", ", answer.Values.Select(Dissent.WithoutBars)), MaxAnswer)}";
            paragraph += answer.Sql is null ? string.Empty : $"\nIt was computed by: {EvidenceProgram.SelfContained(answer.Sql, run.Records)}";
        }

        return Request(run, question, paragraph);
    }

    private static QuestionRequest Request(RunTimeline run, string question, string paragraph)
    {
        var asked = run.Question ?? throw new ArgumentException("The run has no question yet.", nameof(run));
        return new(
            question,
            [.. asked.Tables.Select(RequestTable.Of)],
            [
                .. asked.Context.Where(
                    static earlier =>
                        !earlier.StartsWith(Lead, StringComparison.Ordinal) && !earlier.StartsWith(LeadTried, StringComparison.Ordinal)),
                paragraph,
            ],
            asked.Options with { ReplayOf = null });
    }
}
