using Mact.Core.Queueing;
using Mact.Core.Sql;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Search;
using Mact.Worker.Agents.Tools;
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
