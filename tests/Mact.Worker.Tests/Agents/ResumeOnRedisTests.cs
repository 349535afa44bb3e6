using System.Text.Json;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Worker.Tests.Agents.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>The engine on the stored journal: what one worker leaves, another goes on with.</summary>
public sealed class ResumeOnRedisTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Another_worker_goes_on_from_the_stored_records_and_asks_nothing_twice(int calls)
    {
        var token = TestContext.Current.CancellationToken;
        using var redis = new GarnetInProcess();
        using var host = HostOn(redis.Port);
        var (queue, store) = (host.Services.GetRequiredService<IQuestionQueue>(), host.Services.GetRequiredService<IQuestionStore>());
        var scenario = new Scenario();
        await store.PutTableAsync(Players, token);
        (await queue.SubmitAsync(scenario.Question, idempotency: null, token)).ShouldBeOfType<Submission.Accepted>();

        var lease = (await queue.ClaimAsync("first", TimeSpan.FromMinutes(1), token)).ShouldNotBeNull();
        var asked = 0;
        var dying = Model(() => ++asked > calls ? new OperationCanceledException() : null);
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await scenario.RunAsync(dying, lease, await store.OpenJournalAsync(lease, token)));
        (await queue.SettleAsync(lease, new Settlement.Release(TimeSpan.Zero, "The worker is going down."), token)).ShouldBeTrue();

        var second = (await queue.ClaimAsync("second", TimeSpan.FromMinutes(1), token)).ShouldNotBeNull();
        var rest = Model(() => null);
        var outcome = await scenario.RunAsync(rest, second, await store.OpenJournalAsync(second, token));

        var whole = Model(() => null);
        Json(outcome).ShouldBe(Json(await new Scenario().RunAsync(whole)));
        rest.Requests.Select(request => request.Seed).ShouldBe(whole.Requests.Select(request => request.Seed).Skip(calls));
        (await store.ReadRecordsAsync(scenario.Question.Id, 0, token)).Select(stored => stored.Record.Key).ShouldBeUnique();
    }

    // Five calls; each plan depends on what is shown alone.
    private static ScriptedClient Model(Func<Exception?> fault) =>
        new((request, sample) => (request.Purpose, request.Messages[^1].Content.Split("Observation ").Length) switch
    {
        (CallPurpose.Plan, 1) => Step(1, "sum", "Operate[sum of goals by team]", "Osby"),
        (CallPurpose.Plan, 2) => Step(2, "first", "Retrieve[team of step1 with most goals]"),
        (CallPurpose.Plan, _) => Step(3, "done", "Finish[Tarn]"),
        (_, 1) => Sql("SELECT team, SUM(goals) AS goals FROM players GROUP BY team"),
        _ => Sql(sample == 3 ? "SELECT team FROM step1 ORDER BY goals LIMIT 1" : "SELECT team FROM step1 ORDER BY goals DESC LIMIT 1"),
    })
        { Fault = _ => fault() };

    private static IHost HostOn(int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", $"127.0.0.1:{port}")]);
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics();
        builder.AddMactRedis();
        return builder.Build();
    }

    private static string Json(Outcome outcome) => JsonSerializer.Serialize(outcome, MactJson.Default.Outcome);
}
