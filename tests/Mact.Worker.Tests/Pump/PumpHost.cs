using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Core.Tables;
using Mact.Worker.Agents;
using Mact.Worker.Pump;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Mact.Worker.Tests.Pump;

/// <summary>A worker's host with the real queue, store and pump on a port's Redis, and a runner that the test gives.</summary>
internal sealed class PumpHost : IAsyncDisposable
{
    private static int _last;

    private readonly IHost _host;

    private PumpHost(IHost host) => _host = host;

    public IQuestionQueue Queue => _host.Services.GetRequiredService<IQuestionQueue>();

    public IQuestionStore Store => _host.Services.GetRequiredService<IQuestionStore>();

    public IDatabase Redis => _host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PumpHost> StartAsync(int redisPort, IQuestionRunner runner, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = $"127.0.0.1:{redisPort}",
            ["Worker:Name"] = "worker under test",
            ["Worker:DrainTime"] = "00:00:00.050",
            ["Worker:WindUpTime"] = "00:00:00.200",
            ["Worker:RetryDelay"] = "00:00:00.010",
            ["Worker:StoreRetryDelay"] = "00:00:00.100",
            ["Worker:HeartbeatInterval"] = "00:00:00.050",
            ["Queue:PollInterval"] = "00:00:00.050",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics();
        builder.AddMactRedis();
        builder.AddQuestionPump();
        builder.Services.AddSingleton(runner);
        var host = builder.Build();
        await host.StartAsync(Token);
        return new PumpHost(host);
    }

    public async Task<Question> SubmitAsync(string? traceParent = null, QuestionOptions? options = null)
    {
        var table = await Store.PutTableAsync(
            new Table("t", [new Column("a", "A", ColumnType.Integer)], [new Cell("1", 1L), new Cell("2", 2L)]), Token);
        var question = new Question(
            $"q{Interlocked.Increment(ref _last):D9}",
            "How many?",
            [new TableRef(table, "t")],
            [],
            options ?? new QuestionOptions(),
            DateTimeOffset.UnixEpoch,
            "client")
        {
            TraceParent = traceParent,
        };
        (await Queue.SubmitAsync(question, idempotency: null, Token)).ShouldBe(new Submission.Accepted(question.Id));
        return question;
    }

    public async Task<QuestionView> ViewAsync(Question question) =>
        QuestionProjection.Project(question, await Store.ReadRecordsAsync(question.Id, 0, Token));

    public async Task<IReadOnlyList<RunRecord>> RecordsAsync(Question question) =>
        [.. (await Store.ReadRecordsAsync(question.Id, 0, Token)).Select(static stored => stored.Record)];

    /// <summary>Waits for a status and returns the view that has it.</summary>
    public Task<QuestionView> WaitForAsync(Question question, QuestionStatus status) =>
        Eventually.FitsAsync(() => ViewAsync(question), view => view.Status == status);

    public Task<HealthReport> HealthAsync() => _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

    public Task StopAsync() => _host.StopAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
