using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>What the records say of one step. Every member is null or empty until its record is there.</summary>
/// <param name="Number">From 1.</param>
/// <param name="PlanCall">The request for plans (the last one, where an attempt at the step was repeated).</param>
/// <param name="Plans">The plans as read.</param>
/// <param name="Chosen">The action that was chosen.</param>
/// <param name="Executions">What was run: normally one, two after a repair.</param>
/// <param name="Observed">What was concluded.</param>
/// <param name="Votes">Votes on final answers that took place at this step.</param>
/// <param name="Calls">All model calls of the step.</param>
public sealed record RunStep(
    int Number,
    ModelCall? PlanCall,
    PlansRead? Plans,
    ActionChosen? Chosen,
    IReadOnlyList<ToolResult> Executions,
    Observed? Observed,
    IReadOnlyList<AnswerVoted> Votes,
    IReadOnlyList<ModelCall> Calls)
{
    /// <summary>Earlier refused choices of the same step, in order.</summary>
    public IReadOnlyList<ActionChosen> Refused { get; init; } = [];

    /// <summary>What the step was made from, in order.</summary>
    public IReadOnlyList<RunRecord> Records { get; init; } = [];

    /// <summary>The step asked the coder again after all programs had failed.</summary>
    public bool Repaired => Calls.Any(static call => call.Purpose == CallPurpose.Repair);

    /// <summary>Records of steps, grouped and in order.</summary>
    /// <param name="records">All records of a run, in order.</param>
    /// <param name="earlier">Steps made before from fewer records; those to which nothing was added are taken over as they are.</param>
    public static IReadOnlyList<RunStep> GroupByStep(IEnumerable<RunRecord> records, IReadOnlyList<RunStep> earlier) =>
    [
        .. records
            .Select(static record => (Step: StepOf(record), Record: record))
            .Where(static item => item.Step > 0)
            .GroupBy(static item => item.Step, static item => item.Record)
            .OrderBy(static group => group.Key)
            .Select(group => From(group.Key, [.. group], earlier)),
    ];

    private static RunStep From(int number, List<RunRecord> records, IReadOnlyList<RunStep> earlier) =>
        earlier.FirstOrDefault(step => step.Number == number && step.Records.SequenceEqual(records, ReferenceEqualityComparer.Instance)) ?? From(number, records);

    private static RunStep From(int number, List<RunRecord> records)
    {
        var calls = records.OfType<ModelCall>().ToList();
        var choices = records.OfType<ActionChosen>().ToList();
        return new(
            number,
            calls.LastOrDefault(static call => call.Purpose == CallPurpose.Plan),
            records.OfType<PlansRead>().LastOrDefault(),
            choices.LastOrDefault(),
            [.. records.OfType<ToolResult>()],
            records.OfType<Observed>().LastOrDefault(),
            [.. records.OfType<AnswerVoted>()],
            calls)
        {
            Records = records,
            Refused = [.. choices.Take(Math.Max(0, choices.Count - 1)).Where(static choice => choice.Refused is not null)],
        };
    }

    private static int StepOf(RunRecord record) => record switch
    {
        ModelCall call => call.Step,
        PlansRead plans => plans.Step,
        ActionChosen chosen => chosen.Step,
        ToolResult result => result.Step,
        Observed observed => observed.Step,
        AnswerVoted voted => voted.Step,
        _ => 0,
    };
}
