using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>Real processes that die, stop and come back: nothing is lost, nothing is settled or paid for twice. MACT_LONG=1 runs the long
/// form.</summary>
public sealed class ChaosTests(ITestOutputHelper output) : IDisposable
{
    private const string Csv =
        "city,country,population,founded\nArdale,North,1200,1870\nBrook,South,800,1901\n"
        + "Corin,North,1500,1822\nDunmore,East,640,1955\nElsing,South,990,1888\n";

    private static readonly string[] Questions =
    [
        "Which city has the highest population?",
        "What is the total population of the cities in North?",
        "How many cities are in South?",
        "Which city has the lowest population?",
        "What is the difference in population between Ardale and Brook?",
    ];

    private static readonly ChaosPlan Short = new(Workers: 2, Questions: 30, WorkerKills: 3, ApiKills: 0, Suspensions: 1, RedisKills: 1);

    private static readonly ChaosPlan Long = new(Workers: 3, Questions: 200, WorkerKills: 20, ApiKills: 1, Suspensions: 1, RedisKills: 2)
    {
        Faults = true,
    };

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Each hits a few of the requests, and each is healed by sending the request again.
    private static readonly EndpointFault[] Troubles =
    [
        new(Faults.Reset(), Skip: 10, Count: 2),
        new(Faults.Status(503), Skip: 60, Count: 2),
        new(Faults.Instead(Replies.Json(200, """{"object":"chat.completion","choices":null}""")), Skip: 110, Count: 1),
        new(Faults.Truncated(), Skip: 160, Count: 1),
        new(Faults.Slow(TimeSpan.FromSeconds(2)), Skip: 200, Count: 2),
        new(Faults.ResetMidBody(), Skip: 240, Count: 2),
    ];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-chaos-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Whatever_dies_no_question_is_lost_and_no_finished_call_is_repeated()
    {
        var plan = string.Equals(Environment.GetEnvironmentVariable("MACT_LONG"), "1", StringComparison.Ordinal) ? Long : Short;
        var random = new Random(plan.Seed);
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await AspireStack.StartAsync(Shape(plan), token);
        using var api = new ApiDriver(cluster.Apis[0].Address);
        var table = new TableRef(await api.UploadAsync("cities", Csv, token), "cities");

        var undisturbed = await FinishedAsync(api, await AskAllAsync(api, plan, table, "calm", static _ => Task.CompletedTask), token);
        cluster.Model.Forget();
        cluster.Model.Spoil(plan.Faults ? Troubles : []);

        // The Api dies once while questions come in.
        var asked = await AskAllAsync(api, plan, table, "chaos", async i =>
        {
            if (i == plan.Questions / 3)
            {
                await cluster.Apis[0].KillAndStartAsync();
            }
        });
        var monkey = new ChaosMonkey(plan, cluster, api, asked, random);
        await monkey.RunAsync(token);
        var disturbed = await FinishedAsync(api, asked, token);

        var audit = new ChaosAudit(disturbed);
        var requests = cluster.Model.Chats;
        output.WriteLine(
            $"Seed {plan.Seed}: kill -9 api while asking, {string.Join(", ", monkey.Done)}.");
        audit.CheckOutcomes([.. undisturbed.Select(static question => question.View)]);
        audit.CheckCalls(requests.Where(static request => !request.Spoilt), monkey.Done);
        output.WriteLine(
            $"{disturbed.Count} questions, {disturbed.Sum(static question => question.Calls.Count)} recorded calls, {requests.Count} requests, "
                + $"{requests.Count(static request => request.Spoilt)} of them spoilt on purpose; {audit.BrokenClaims} claims broken off, "
                + $"{audit.Repeated} calls repeated.");
        asked.Distinct(StringComparer.Ordinal).Count().ShouldBe(plan.Questions);
        (await api.QueueAsync(token)).ShouldNotBeNull().Dead.ShouldBe(0);
        audit.BrokenClaims.ShouldBeGreaterThan(0, "Nothing was disturbed.");
    }

    private StackShape Shape(ChaosPlan plan) => new()
    {
        Workers = plan.Workers,
        Data = _data.FullName,
        Delay = _ => TimeSpan.FromSeconds(plan.TimeScale),
        Services = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Queue__LeaseTime"] = plan.Lease.ToString("c"),

            // Many deaths may hit one question here; that is not what ends it.
            ["Queue__MaxAttempts"] = "100",
            ["Worker__Concurrency"] = "4",
        },
    };

    private static async Task<List<string>> AskAllAsync(ApiDriver api, ChaosPlan plan, TableRef table, string phase, Func<int, Task> before)
    {
        List<string> ids = [];
        for (var i = 0; i < plan.Questions; i++)
        {
            await before(i);
            var key = $"{phase}-{i}";
            ids.Add(await api.AskAsync(Questions[i % Questions.Length], [table], TestContext.Current.CancellationToken, new { seed = i }, key));
        }

        return ids;
    }

    private static async Task<List<JournalOfQuestion>> FinishedAsync(ApiDriver api, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        (await api.UntilUnfinishedAsync(0, Limit, cancellationToken)).ShouldBeTrue("Questions are still unfinished.");
        List<JournalOfQuestion> questions = [];
        foreach (var id in ids)
        {
            questions.Add(await JournalOfQuestion.ReadAsync(api, id, cancellationToken));
        }

        return questions;
    }
}
