using Mact.Worker.Telemetry;
using Mact.Worker.Tests.Agents.Fakes;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>What became of every plan and program is recorded and counted.</summary>
[Collection(nameof(AgentMetricsTests))]
public sealed class AgentMetricsTests
{
    private static readonly string[] FirstPlans =
    [
        Step(1, "x", "Retrieve[a]"), "no idea", "Action 1: Explode[a]", "Action 1: Retrieve[the rows of", " ",
    ];

    private static readonly string[] Programs =
    [
        "SELECT 'Owen'", "SELECT nope FROM players", "no program", "SELECT player FROM players WHERE goals > 99", "SELECT * FROM sqlite_master",
    ];

    [Fact]
    public async Task Statuses_of_plans_and_programs_are_in_the_records_and_in_the_metrics()
    {
        using var plans = new MetricCollector<long>(null, WorkerTelemetry.Name, "mact.plan");
        using var programs = new MetricCollector<long>(null, WorkerTelemetry.Name, "mact.program");
        using var questions = new MetricCollector<long>(null, WorkerTelemetry.Name, "mact.question");
        var scenario = new Scenario();
        await scenario.AnswerAsync(Script([FirstPlans, [Step(2, "done", "Finish[Owen]")]], [Programs]));

        scenario.Journal.Of<PlansRead>().First().Samples.Select(sample => sample.Status)
            .ShouldBe([PlanStatus.Valid, PlanStatus.NoAction, PlanStatus.UnknownAction, PlanStatus.Truncated, PlanStatus.Empty]);
        Counts(plans, "mact.plan.status").ShouldBe(["Empty 1", "NoAction 1", "Truncated 1", "UnknownAction 1", "Valid 6"]);

        scenario.Journal.Of<ToolResult>().Single().Samples.Select(sample => sample.Status)
            .ShouldBe([ToolSampleStatus.Ok, ToolSampleStatus.Error, ToolSampleStatus.NoCode, ToolSampleStatus.Empty, ToolSampleStatus.Rejected]);
        Counts(programs, "mact.program.status").ShouldBe(["Empty 1", "Error 1", "NoCode 1", "Ok 1", "Rejected 1"]);
        Counts(questions, "mact.status").ShouldBe(["Answered 1"]);
    }

    [Theory]
    [InlineData("Owen", "confirmed")]
    [InlineData("Ines", "contradicted")]
    public async Task What_became_of_the_shortcut_is_counted(string expected, string result)
    {
        using var shortcuts = new MetricCollector<long>(null, WorkerTelemetry.Name, "mact.shortcut");
        var options = new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Verify };
        await new Scenario { Options = options }.AnswerAsync(
            Script([[Step(1, "x", "Retrieve[a]", null, expected)], [Step(2, "done", "Finish[Owen]")]], [["SELECT 'Owen'"]]));
        Counts(shortcuts, "mact.shortcut.result").ShouldBe([$"{result} 1"]);
    }

    private static IEnumerable<string> Counts(MetricCollector<long> collector, string tag) => collector.GetMeasurementSnapshot()
        .GroupBy(measurement => (string)measurement.Tags[tag]!, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Sum(measurement => measurement.Value)}")
        .Order(StringComparer.Ordinal);
}
