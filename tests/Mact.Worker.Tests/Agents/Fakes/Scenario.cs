using Mact.Core.Queueing;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Search;
using Mact.Worker.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A question about a small invented table, run on the real engine with a scripted model.</summary>
internal sealed class Scenario
{
    public static Table Players { get; } = TableOf(
        "players",
        ["player", "team", "goals"],
        [["Ines", "Osby", "12"], ["Jonas", "Tarn", "7"], ["Mara", "Osby", "9"], ["Owen", "Tarn", "15"], ["Pia", "Wyke", "4"]]);

    public string Text { get; init; } = "Which team has the most goals in all?";

    public IReadOnlyList<Table> Tables { get; init; } = [Players];

    public IReadOnlyList<string> Context { get; init; } = [];

    public QuestionOptions Options { get; init; } = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off };

    public AgentOptions Settings { get; init; } = new();

    public ISearchClient Search { get; init; } = new NoSearch();

    public SqlLimits Limits { get; init; } = new();

    /// <summary>Stands still by default; statements that never end need one that goes on.</summary>
    public TimeProvider Time { get; init; } = new FakeTimeProvider();

    public MemoryJournal Journal { get; init; } = new();

    /// <summary>The journal of the earlier question, where the options name one to replay.</summary>
    public IReadOnlyList<RunRecord> Recorded { get; init; } = [];

    public Question Question => new(
        "q1", Text, [.. Tables.Select(table => new TableRef(TableId.Of(table), table.Name))], Context, Options, DateTimeOffset.UnixEpoch, "test");

    public Task<Outcome> RunAsync(ISamplingClient client, int attempt = 1) => RunAsync(client, new Lease(Question, attempt, TimeSpan.Zero), Journal);

    /// <summary>On a journal other than the scenario's own.</summary>
    public async Task<Outcome> RunAsync(ISamplingClient client, Lease lease, IRunJournal journal)
    {
        using var gate = new SqlSlots(Microsoft.Extensions.Options.Options.Create(Settings));
        var runner = new QuestionRunner(
            client,
            Search,
            gate,
            Microsoft.Extensions.Options.Options.Create(Settings),
            Microsoft.Extensions.Options.Options.Create(Limits),
            Time,
            NullLogger<QuestionRunner>.Instance);
        return await runner.RunAsync(new(lease, Tables, journal) { Recorded = Recorded }, TestContext.Current.CancellationToken);
    }

    public async Task<Outcome.Answered> AnswerAsync(ISamplingClient client) => (await RunAsync(client)).ShouldBeOfType<Outcome.Answered>();

    public static Table TableOf(string name, string[] header, string[][] rows) =>
        TableBuilder.Build(name, header, rows, new TableLimits()).ShouldBeOfType<TableReading.Success>().Table;

    /// <summary>Plans by turn, programs by call: the last of each list is repeated.</summary>
    public static ScriptedClient Script(string[] plans, string[] programs) => Script(plans.Select(plan => new[] { plan }).ToArray(), [programs]);

    /// <summary>Plans by turn and sample, programs by call and sample: the last of each list is repeated.</summary>
    public static ScriptedClient Script(string[][] plans, string[][] programs)
    {
        List<(CallPurpose Purpose, string? Key)> seen = [];
        return new((request, sample) =>
        {
            var key = (request.Purpose, request.Place?.Key);
            if (!seen.Contains(key))
            {
                seen.Add(key);
            }

            var turn = seen.Where(call => call.Purpose == request.Purpose).ToList().IndexOf(key);
            return request.Purpose switch
            {
                CallPurpose.Plan => At(At(plans, turn), sample),
                CallPurpose.Code or CallPurpose.Repair => Sql(At(At(programs, turn), sample)),
                CallPurpose.Judge => "Best: 1",
                _ => "Reasoning.\nAnswer: direct",
            };
        });
    }

    public static string Step(int number, string thought, string action, string? observation = null, string? rollout = null) =>
        $"Thought {number}: {thought}\nAction {number}: {action}\n"
        + (observation is null ? string.Empty : $"Observation {number}: {observation}\n")
        + (rollout is null ? string.Empty : $"Thought {number + 1}: done\nAction {number + 1}: Finish[{rollout}]\n");

    public static string Sql(string code) => code.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) ? $"```sql\n{code}\n```" : code;

    private static T At<T>(T[] items, int index) => items[Math.Min(index, items.Length - 1)];

    private sealed class NoSearch : ISearchClient
    {
        public bool Enabled => false;

        public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Search is off.");
    }
}
