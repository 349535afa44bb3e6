using System.Text.Json;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>Runs that go through every part of the loop, by name.</summary>
internal static class Course
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "steps", "shortcut", "contradicted", "repair", "fallback", "adaptive", "judge", "sql", "mix", "direct", "expression",
    ];

    public static Scenario Of(string course, MemoryJournal journal)
    {
        var options = new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off };
        return new()
        {
            Journal = journal,
            Text = course,
            Options = course switch
            {
                "shortcut" or "contradicted" => options with { Shortcut = ShortcutMode.Verify },
                "fallback" => options with { MaxAttempts = 2 },
                "adaptive" => options with { AdaptiveSampling = true },
                "judge" => options with { Selection = ActionSelection.Llm },
                "sql" => options with { Strategy = Strategy.Sql },
                "mix" => options with { Strategy = Strategy.Mix },
                "direct" => options with { Strategy = Strategy.Direct },
                _ => options,
            },
        };
    }

    /// <summary>A model that depends on nothing but what it is shown, as a real one does.</summary>
    public static ScriptedClient Model() => new((request, sample) =>
    {
        var shown = request.Messages[^1].Content;
        var course = shown.Split("# Question\n> ")[1].Split('\n')[0];
        return request.Purpose switch
        {
            CallPurpose.Plan => Plan(course, shown, sample),
            CallPurpose.Judge => "Best: 2",
            CallPurpose.Direct => $"Answer: {(sample < 2 ? "Owen" : "Ines")}",
            CallPurpose.Repair => Sql("SELECT player FROM players ORDER BY goals DESC LIMIT 1"),
            _ => Sql(Program(course, shown, sample)),
        };
    });

    private static string Plan(string course, string shown, int sample)
    {
        var steps = shown.Split("Observation ").Length - 1;
        return (course, steps) switch
        {
            ("shortcut", _) => Step(1, "easy", "Retrieve[top scorer]", null, "Owen"),
            ("contradicted", 0) => Step(1, "easy", "Finish[Mara]"),
            ("fallback", 0) => Step(1, "x", "Retrieve[rows]", null, sample < 3 ? "Owen" : "Ines"),
            ("fallback", _) => "nothing to say",
            ("judge", 0) => sample < 3 ? Step(1, "x", "Retrieve[all rows]") : Step(1, "x", "Operate[largest goals of one player]"),
            ("expression", 1) => Step(2, "x", "Calculate[sum(step1) - 1]"),
            ("steps", 0) => Step(1, "sum", "Operate[sum of goals by team]"),
            ("steps", 1) => Step(2, "first", "Retrieve[team of step1 with most goals]", "Tarn"),
            ("steps", 2) => Step(3, "players", "Retrieve[players of the team in step2]"),
            (_, 0) => Step(1, "x", "Retrieve[top scorer]"),
            _ => Step(steps + 1, "done", "Finish[Owen]"),
        };
    }

    private static string Program(string course, string shown, int sample)
    {
        var step = shown.Split("Observation ").Length;
        return (course, step) switch
        {
            ("repair", _) => "SELECT nothing FROM players",
            ("adaptive", _) => sample == 1 ? "SELECT 'Ines'" : "SELECT 'Owen'",
            ("expression", _) => "SELECT goals FROM players WHERE team = 'Tarn'",
            ("steps", 1) => "SELECT team, SUM(goals) AS goals FROM players GROUP BY team",
            ("steps", 2) => "SELECT team FROM step1 ORDER BY goals DESC LIMIT 1",
            ("steps", 3) =>
                sample == 4
                    ? "SELECT player FROM nowhere"
                    : "SELECT player FROM players WHERE team IN (SELECT team FROM step2) ORDER BY goals DESC LIMIT 1",
            _ => "SELECT player FROM players ORDER BY goals DESC LIMIT 1",
        };
    }

    public static string Json(Outcome outcome) => JsonSerializer.Serialize(outcome, MactJson.Default.Outcome);

    // Attempt and time of execution belong to the attempt; everything else must be the same.
    public static List<string> Trace(IEnumerable<RunRecord> records) => [.. records.Select(record => JsonSerializer.Serialize<RunRecord>(
        record switch
        {
            ToolResult result =>
                result with { Attempt = 0, DurationMs = 0, Samples = [.. result.Samples.Select(sample => sample with { ElapsedMs = 0 })] },
            _ => record with { Attempt = 0 },
        },
        MactJson.Default.RunRecord))];
}
