using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Core.Sql;
using Mact.DevServices.Redis;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Search;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mact.Benchmarks.Engine;

/// <summary>Runs the question on the real engine.</summary>
internal sealed class EngineRun : IDisposable
{
    private readonly IOptions<AgentOptions> _settings = Options.Create(new AgentOptions());
    private readonly IOptions<SqlLimits> _limits = Options.Create(new SqlLimits());
    private readonly SqlSlots _gate;

    public EngineRun() => _gate = new(_settings);

    /// <summary>From the claim to the outcome.</summary>
    /// <exception cref="InvalidOperationException">It did not end with the expected answer: something else would be measured.</exception>
    public async Task RunAsync(Lease lease, IRunJournal journal, CancellationToken cancellationToken)
    {
        var runner = new QuestionRunner(
            new InstantModel(), new NoSearch(), _gate, _settings, _limits, TimeProvider.System, NullLogger<QuestionRunner>.Instance);
        var outcome = await runner.RunAsync(new(lease, [EngineQuestion.Table], journal), cancellationToken);
        if (outcome is not Outcome.Answered { By: AnsweredBy.Finish, EvidenceStep: 4 })
        {
            throw new InvalidOperationException($"The question of the benchmark ended as {outcome}.");
        }
    }

    public void Dispose() => _gate.Dispose();

    private sealed class NoSearch : ISearchClient
    {
        public bool Enabled => false;

        public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<SearchOutcome>(new SearchOutcome.Unavailable("Search is off."));
    }
}

/// <summary>A model that takes no time: what is left is the engine's. One for each run, since it counts the planning calls.</summary>
internal sealed class InstantModel : ISamplingClient
{
    private int _turn;

    public Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        _turn += request.Purpose == CallPurpose.Plan ? 1 : 0;
        var completions = new Completion[request.N];
        for (var i = 0; i < completions.Length; i++)
        {
            completions[i] = new(i, request.Seed + i, EngineQuestion.Reply(request.Purpose, _turn, i), "stop", CompletionStatus.Complete);
        }

        return Task.FromResult(new ModelReply(completions, new(1, 3_000, 200 * request.N, 2_500))
        {
            Endpoint = "planner",
            Server = "localhost:8000",
            Model = "instant",
            ServedModel = "instant",
            ResponseId = "chatcmpl-0123456789abcdef0123456789abcdef",
            StartedAt = DateTimeOffset.UnixEpoch,
            DurationMs = 0,
            Tries = [new(DateTimeOffset.UnixEpoch, 0, request.N, 200, null)],
            SpanId = "0123456789abcdef",
        });
    }
}

/// <summary>Questions of a queue on the Redis stand-in in this process, claimed and settled around each run.</summary>
internal sealed class RedisRuns : IAsyncDisposable
{
    private readonly GarnetServerHost _server = GarnetServerHost.Start(0, dataDirectory: null);
    private readonly IHost _host;
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..8];
    private int _last;

    public RedisRuns()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", _server.ConnectionString)]);
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics();
        builder.AddMactRedis();
        _host = builder.Build();
    }

    private IQuestionQueue Queue => _host.Services.GetRequiredService<IQuestionQueue>();

    private IQuestionStore Store => _host.Services.GetRequiredService<IQuestionStore>();

    /// <summary>A claimed question and its journal.</summary>
    public async Task<(Lease Lease, IRunJournal Journal)> ClaimAsync(CancellationToken cancellationToken)
    {
        var table = await Store.PutTableAsync(EngineQuestion.Table, cancellationToken);
        await Queue.SubmitAsync(EngineQuestion.Of($"{_prefix}{++_last:D9}", table), idempotency: null, cancellationToken);
        var lease = await Queue.ClaimAsync("benchmark", TimeSpan.FromMinutes(5), cancellationToken)
            ?? throw new InvalidOperationException("The question of the benchmark was not in the queue.");
        return (lease, await Store.OpenJournalAsync(lease, cancellationToken));
    }

    /// <summary>Ends the claim.</summary>
    public Task SettleAsync(Lease lease, CancellationToken cancellationToken) => Queue.SettleAsync(
        lease, new Settlement.Done(new Outcome.Halted(HaltReason.Steps, "Measured.")), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        _server.Dispose();
    }
}
