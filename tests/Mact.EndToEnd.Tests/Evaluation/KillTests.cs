using Mact.EndToEnd.Tests.Chaos;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>An evaluation during which api and workers are killed. Its waits for leases take longer than the short form has: it runs with
/// MACT_LONG=1.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rows = 84;
    private const int Kills = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-kill-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Kill_9_of_worker_and_api_loses_no_item_and_repeats_no_finished_one()
    {
        LongForm.Only();
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await AspireStack.StartAsync(Shape(), token);
        using var api = new ApiDriver(cluster.Apis[0].Address);
        var request = new { data = CityRows.Write(Rows), options = new { strategy = "agent", seed = 1 } };
        var undisturbed = await api.EvaluateAsync(request, Limit, token);
        cluster.Model.Forget();
        var id = await api.StartEvaluationAsync(request, token);

        List<Blow> blows = [];
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = Rows * kill / (Kills + 1);
            var at = await api.WaitForEvaluationAsync(id, view => view.Done >= enough, Limit, token);
            var (disturbance, victim) = kill % 3 == 0
                ? (Disturbance.KillApi, cluster.Apis[0])
                : (Disturbance.KillWorker, cluster.Workers[kill % cluster.Workers.Count]);
            if (at.Done == Rows)
            {
                break;
            }

            output.WriteLine($"kill -9 {victim.Name} after {at.Done} of {Rows} items");
            var name = victim.Name;
            var from = TimeProvider.System.GetUtcNow();
            await victim.KillAndStartAsync();
            blows.Add(new(disturbance, name, from, TimeProvider.System.GetUtcNow()));
        }

        blows.Select(static blow => blow.Disturbance)
            .Distinct()
            .Count()
            .ShouldBe(2, "The evaluation ended before a worker and the api had been killed.");
        await api.WaitForEvaluationAsync(id, static view => view.Status == EvaluationStatus.Finished, Limit, token);
        var results = await api.ResultsAsync(id, token);

        results.Select(static result => result.Row).ShouldBe(Enumerable.Range(1, Rows));
        results.Select(Answer).ShouldBe(undisturbed.Select(Answer));
        List<JournalOfQuestion> journals = [];
        foreach (var result in results)
        {
            var question = result.QuestionId.ShouldNotBeNull();
            journals.Add(await JournalOfQuestion.ReadAsync(api, question, token));
            journals[^1].Records.Count(static record => record is Finished).ShouldBe(1, question);
        }

        var audit = new ChaosAudit(journals);
        var requests = cluster.Model.Chats;
        audit.CheckCalls(requests, blows);
        audit.BrokenClaims.ShouldBeGreaterThan(0, "Nothing was disturbed.");
        output.WriteLine(
            $"{results.Count} results of {Rows} rows; {journals.Sum(static journal => journal.Calls.Count)} recorded calls, {requests.Count} "
                + $"requests; {audit.BrokenClaims} claims broken off, {audit.Repeated} calls in flight repeated.");
    }

    private static string Answer(ItemResult result) => $"{result.Key}: {result.Outcome} {string.Join("; ", result.Answer)}";

    private StackShape Shape() => new()
    {
        Workers = 2,
        Data = _data.FullName,
        Delay = static _ => TimeSpan.FromSeconds(1),
        Services = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Queue__LeaseTime"] = "00:00:03",

            // Many deaths may hit one question here; that is not what ends it.
            ["Queue__MaxAttempts"] = "100",
            ["Worker__Concurrency"] = "4",
        },
    };
}
