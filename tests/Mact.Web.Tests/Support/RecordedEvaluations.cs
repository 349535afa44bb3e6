using Mact.Evaluation.Stored;

namespace Mact.Web.Tests.Support;

/// <summary>Evaluations as the store has them, one for every way they can stand.</summary>
internal static class RecordedEvaluations
{
    public const string Id = "01jq3s7meval0000000000001";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Ten questions and a bad row: six right, two wrong, one halted, one failed.</summary>
    public static IReadOnlyList<ItemResult> Results { get; } = Of("agent", 6);

    public static StoredEvaluation Finished { get; } = new(Definition(Id, "agent"), EvaluationStatus.Finished, 11)
    {
        Summaries = [new("agent", new(6, 10), 8, 1, 0.0123m)],
        BadRows = 1,
        Models = ["mact-table-reader"],
        Active = TimeSpan.FromSeconds(75),
    };

    public static StoredEvaluation Running { get; } = Finished with { Status = EvaluationStatus.Running, Done = 8 };

    public static StoredEvaluation Empty { get; } =
        Finished with { Status = EvaluationStatus.Running, Done = 0, Summaries = [new("agent", new(0, 0), 0, 0, null)], Models = [], BadRows = 0 };

    public static StoredEvaluation AllFailed { get; } = Finished with { Summaries = [new("agent", new(0, 10), 0, 10, null)] };

    public static StoredEvaluation In(EvaluationStatus status) => Finished with { Status = status };

    public static EvaluationDefinition Definition(string id, params string[] arms) =>
        new(
            id,
            "Questions about cities",
            "cities.jsonl",
            DataSetFormat.Mact,
            [.. arms.Select(static arm => new EvaluationArm(arm, new QuestionOptions()))],
            1,
            11,
            Start);

    /// <summary>Results of an arm of which the first so many are right.</summary>
    public static IReadOnlyList<ItemResult> Of(string arm, int right) =>
    [
        .. Enumerable.Range(1, 10).Select(row => Item(arm, row, row <= right)),
        new($"{arm}/11/1", arm, 11, 1, null, ItemResult.BadRow) { Reason = "The line is not JSON: 'b' is invalid." },
    ];

    /// <summary>Two finished evaluations of the same questions, the second called "other".</summary>
    public static void AddTo(FakeEvaluations evaluations)
    {
        evaluations.Add(Finished, Results);
        evaluations.Add(Finished with { Definition = Definition("other", "sql"), Summaries = [new("sql", new(3, 10), 8, 1, 0.0045m)] }, Of("sql", 3));
    }

    private static ItemResult Item(string arm, int row, bool right)
    {
        var outcome = row switch { 9 => "halted", 10 => ItemResult.Failed, _ => "answered" };
        var attempted = outcome == "answered";
        return new($"{arm}/{row}/1", arm, row, 1, $"i{row}", outcome)
        {
            Type = row % 2 == 0 ? "count" : "single value",
            Question = $"Which city is number {row}?",
            QuestionId = $"q-{arm}-{row}",
            Expected = ["Porto"],
            Answer = attempted ? [right ? "Porto" : "Faro"] : [],
            Attempted = attempted,
            Correct = right && attempted,
            F1 = right && attempted ? 1 : 0,
            Reason = right && attempted ? null : attempted ? "'Porto' was expected." : "It was not understood.",
            Figures = new()
            {
                Agreement = attempted ? row <= 4 ? 1 : 0.6 : null,
                By = attempted ? row == 1 ? AnsweredBy.Shortcut : AnsweredBy.Finish : null,
                Requests = 3,
                InputTokens = 1_000,
                OutputTokens = 100,
                Cost = 0.001m,
                LatencyMs = row * 1_000,
                Programs = 5,
                ProgramsRun = 4,
                Repairs = row == 2 ? 1 : 0,
                VoteMargin = attempted ? 0.5 : null,
                FinishReasons = new Dictionary<string, int>(StringComparer.Ordinal) { ["stop"] = 9, ["length"] = 1 },
                Model = "mact-table-reader",
            },
        };
    }
}
