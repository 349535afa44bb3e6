using Mact.Evaluation.Reporting;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary>The results of the arms so far, in order.</summary>
internal sealed class ArmResults
{
    private readonly List<(Arm Arm, IReadOnlyList<ItemResult> Results, EvaluationReport Report)> _arms = [];

    public IReadOnlyList<EvaluationReport> Reports => [.. _arms.Select(static arm => arm.Report)];

    public IEnumerable<ItemResult> Results => _arms.SelectMany(static arm => arm.Results);

    public void Add(Arm arm, IReadOnlyList<ItemResult> results, EvaluationReport report) => _arms.Add((arm, results, report));

    public IReadOnlyList<ItemResult> Of(string name) => _arms.First(arm => arm.Arm.Name == name).Results;

    /// <summary>The first arm against every other.</summary>
    public IEnumerable<(string First, string Second)> Pairs() => _arms.Skip(1).Select(arm => (_arms[0].Arm.Name, arm.Arm.Name));
}
