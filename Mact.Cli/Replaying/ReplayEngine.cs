using Mact.Core.Queueing;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Running;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Cli.Replaying;

/// <summary>The worker's engine in this process, on recorded replies: no stack, no model, no network.</summary>
internal sealed class ReplayEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables().Build())
        .AddAgents()
        .AddSingleton<ISamplingClient, NoModel>()
        .BuildServiceProvider();

    /// <summary>Runs a question over the records of the earlier one that it replays, and returns its records, the terminal one included.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunAsync(
        Question question, IReadOnlyList<Core.Tables.Table> tables, IReadOnlyList<RunRecord> recorded, CancellationToken cancellationToken)
    {
        var journal = new TransientJournal();
        using var log = new RunLog(journal, 1, _services.GetRequiredService<TimeProvider>());
        await log.AppendAsync("attempt/1", new AttemptStarted("replay", 0), cancellationToken);
        var context = new RunContext(new Lease(question, 1, TimeSpan.Zero), tables, journal) { Recorded = recorded };
        var outcome = await _services.GetRequiredService<IQuestionRunner>().RunAsync(context, cancellationToken);
        await log.AppendAsync("finished", new Finished(outcome), cancellationToken);
        return journal.Records;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>To be asked is a fault.</summary>
    private sealed class NoModel : ISamplingClient
    {
        public Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A replay asked for a model.");
    }
}
