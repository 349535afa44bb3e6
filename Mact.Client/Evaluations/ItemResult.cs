using System.Text.Json.Serialization;

namespace Mact.Client.Evaluations;

/// <summary>What came of one row of a data set under one strategy: its answer, the judgement, and what it took. One line of a result file.</summary>
/// <param name="Key">Unique within an evaluation: strategy, row and repeat.</param>
/// <param name="Strategy">auto, agent, direct, sql, mix, or the name of an experiment's arm.</param>
/// <param name="Row">Line or position in the data set, from 1.</param>
/// <param name="Repeat">From 1.</param>
/// <param name="Id">The item's id; null for a bad row.</param>
/// <param name="Outcome">answered, notEnoughAgreement, halted, failed, cancelled; badRow where it could not be asked; refused where the Api did not
/// take it.</param>
public sealed record ItemResult(string Key, string Strategy, int Row, int Repeat, string? Id, string Outcome)
{
    /// <summary>The outcome of a row that could not be asked.</summary>
    public const string BadRow = "badRow";

    /// <summary>The outcome of an item that was not taken.</summary>
    public const string Refused = "refused";

    /// <summary>The outcome of a question that failed.</summary>
    public const string Failed = "failed";

    /// <summary>The data set.</summary>
    public string? DataSet { get; init; }

    /// <summary>The answer's type.</summary>
    public string? Type { get; init; }

    /// <summary>The question as it was asked.</summary>
    public string? Question { get; init; }

    /// <summary>The id of the question; its records are the trace.</summary>
    public string? QuestionId { get; init; }

    /// <summary>What is right.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>What was answered; empty where nothing was.</summary>
    public IReadOnlyList<string> Answer { get; init; } = [];

    /// <summary>There is an answer; a leading one below the threshold of agreement is none.</summary>
    public bool Attempted { get; init; }

    /// <summary>It was judged right.</summary>
    public bool Correct { get; init; }

    /// <summary>The same in one word.</summary>
    [JsonIgnore]
    public ItemVerdict Verdict =>
        Outcome == BadRow ? ItemVerdict.BadRow : Correct ? ItemVerdict.Right : Attempted ? ItemVerdict.Wrong : ItemVerdict.Unanswered;

    /// <summary>Partial credit, 0 to 1.</summary>
    public double F1 { get; init; }

    /// <summary>Why it was judged wrong, or why it was not asked or not answered; null where it is right.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason with its values; null where it has none, or was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>For claims: what was expected and what the answer was read as.</summary>
    public string? ExpectedLabel { get; init; }

    /// <summary>For claims: what the answer was read as; null: none of the labels.</summary>
    public string? Label { get; init; }

    /// <summary>What the run took and how its votes went; null for a row that was not asked.</summary>
    public RunFigures? Figures { get; init; }
}

/// <summary>What came of an item, in one word.</summary>
public enum ItemVerdict
{
    /// <summary>It was answered right.</summary>
    Right,

    /// <summary>It was answered, and wrong.</summary>
    Wrong,

    /// <summary>It was asked and not answered; that counts as wrong in the accuracy.</summary>
    Unanswered,

    /// <summary>The row could not be asked and is in no figure.</summary>
    BadRow,
}

/// <summary>Which results are wanted; null members let everything through.</summary>
/// <param name="Arm">The name of the arm.</param>
/// <param name="Verdict">Right, wrong, or neither.</param>
/// <param name="Outcome">How the item ended.</param>
/// <param name="Type">The answer's type.</param>
/// <param name="Search">Must stand in the question, an expected value, the answer or the reason; upper and lower case are the same.</param>
public sealed record ItemFilter(string? Arm, ItemVerdict? Verdict, string? Outcome, string? Type, string? Search)
{
    /// <summary>Whether a result fits.</summary>
    public bool Fits(ItemResult item)
    {
        return (Arm is null || item.Strategy == Arm)
            && (Verdict is null || item.Verdict == Verdict)
            && (Outcome is null || item.Outcome == Outcome)
            && (Type is null || item.Type == Type)
            && (string.IsNullOrWhiteSpace(Search) || Texts(item).Any(text => text.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Texts(ItemResult item) =>
        item.Expected.Concat(item.Answer).Concat(new[] { item.Question, item.Reason, item.Id }.OfType<string>());
}

/// <summary>What one run took and how its votes went, out of its records.</summary>
public sealed record RunFigures
{
    /// <summary>Votes / asked of the weakest vote that the answer depends on; null without one.</summary>
    public double? Agreement { get; init; }

    /// <summary>How the answer was reached; null without one.</summary>
    public AnsweredBy? By { get; init; }

    /// <summary>Requests that gave completions.</summary>
    public int Requests { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>In the currency of the configured prices; null where none is configured.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What the replies took when they were recorded, where they were replayed; null where models were asked. It is in no other
    /// figure.</summary>
    public TokenUsage? Replayed { get; init; }

    /// <summary>From the (last) claim to the end, in milliseconds; waiting in the queue not counted.</summary>
    public double LatencyMs { get; init; }

    /// <summary>From submission to the first claim, in milliseconds.</summary>
    public double QueueMs { get; init; }

    /// <summary>Steps carried out.</summary>
    public int Steps { get; init; }

    /// <summary>Programs executed, and those among them that gave a result.</summary>
    public int Programs { get; init; }

    /// <summary>Programs that ran, with rows or without.</summary>
    public int ProgramsRun { get; init; }

    /// <summary>Requests to repair programs.</summary>
    public int Repairs { get; init; }

    /// <summary>Programs that adaptive sampling did not have to draw.</summary>
    public int SavedSamples { get; init; }

    /// <summary>Mean over the votes: weight of the winner less that of the next, as a share of all weight; null without a vote.</summary>
    public double? VoteMargin { get; init; }

    /// <summary>Completions by finish reason; "none" where the server said none.</summary>
    public IReadOnlyDictionary<string, int> FinishReasons { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }
}
