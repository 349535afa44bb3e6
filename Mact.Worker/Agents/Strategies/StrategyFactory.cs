using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Search;
using Mact.Worker.Agents.Selection;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Strategies;

/// <summary>A procedure that answers a question.</summary>
internal interface IStrategy
{
    Task<Outcome> RunAsync(CancellationToken cancellationToken);
}

/// <summary>The strategies by name, wired for one run.</summary>
internal sealed class StrategyFactory(Run run, ISearchClient search, bool searches, TimeProvider time)
{
    public IStrategy Create()
    {
        var options = run.Options;
        var direct = new DirectAnswers(run);
        var sql = new SqlTool(run, time);
        return options.Strategy switch
        {
            Strategy.Agent => Agent(direct, sql),
            Strategy.Auto => new AutoStrategy(run, new VotedStrategy(run, direct, sql, Ballots.Of(run)), Agent(direct, sql)),
            Strategy.Direct or Strategy.Sql or Strategy.Mix => new VotedStrategy(run, direct, sql, Ballots.Of(run)),
            _ => throw new InvalidOperationException($"{options.Strategy} is not a known strategy."),
        };
    }

    private AgentStrategy Agent(DirectAnswers direct, SqlTool sql) => new(
        run,
        new Planner(run, searches),
        new Shortcut(run, sql),
        new ActionExecutor(run, sql, new CalculatorTool(run, time), new LookupTool(run, time), new SearchTool(run, search, time)),
        ActionSelectors.Create(run.Options.Selection, run),
        new Finisher(run),
        new Fallback(run, direct));
}
