using Mact.Core.Runs;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Selection;

/// <summary>Plans that propose the same action, in nearly the same words.</summary>
/// <param name="Plans">In order of sample; the first stands for all.</param>
internal sealed record ActionCluster(IReadOnlyList<ParsedPlan> Plans)
{
    public ParsedPlan First => Plans[0];

    public ActionKind Kind => First.Kind!.Value;

    /// <summary>As a record lists it: what planners propose is guessed, never executed.</summary>
    public VoteOption Option => new(
        ActionNames.Display(Kind, First.Argument), Plans.Count, [], [.. Plans.Select(plan => plan.Sample.Index)]);

    /// <summary>The best mean log-probability among its plans.</summary>
    public double Logprob => Plans.Max(plan => plan.MeanLogprob) ?? double.NegativeInfinity;
}
