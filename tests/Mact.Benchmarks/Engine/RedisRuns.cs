using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.DevServices.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mact.Benchmarks.Engine;

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
        lease,
        new Settlement.Done(
            new(new Outcome.Halted(HaltReason.Steps, "Measured.")) { Key = "finished", At = DateTimeOffset.UnixEpoch, Attempt = lease.Attempt }),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        _server.Dispose();
    }
}
