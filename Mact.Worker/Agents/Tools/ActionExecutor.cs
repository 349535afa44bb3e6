using Mact.Core.Voting;
using Mact.Worker.Agents.Calculation;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>The chosen action.</summary>
/// <param name="KeyPrefix">The key prefix of the tool's records.</param>
/// <param name="Turn">The planning call that chose it.</param>
/// <param name="Step">From 1.</param>
/// <param name="Kind">Any but Finish.</param>
/// <param name="Argument">Its argument.</param>
/// <param name="Thought">The thought of the chosen plan.</param>
/// <param name="Proposers">Plans that proposed it.</param>
/// <param name="Guessers">Plans with an action of the same type: their guesses count.</param>
internal sealed record ActionToCarryOut(
    string KeyPrefix,
    int Turn,
    int Step,
    ActionKind Kind,
    string Argument,
    string Thought,
    int Proposers,
    IReadOnlyList<ParsedPlan> Guessers);

/// <summary>Carries out an action and puts what came of it to the vote.</summary>
internal sealed class ActionExecutor(Run run, SqlTool sql, CalculatorTool calculator, LookupTool lookup, SearchTool search)
{
    /// <summary>The observed step; its records are appended.</summary>
    public async Task<AcceptedStep> ActAsync(ActionToCarryOut action, AgentState state, CancellationToken cancellationToken)
    {
        var result = await ExecuteAsync(action, state, cancellationToken);
        using var activity = AgentTelemetry.StartVote("observation", action.Step);

        // Programs that ran and met no row say so: a guess does not stand in for what is not there.
        var nothing = result is not null && ToolFailure.IsNothing(result);
        var vote = nothing ? null : ObservationVote.Decide(result ?? Nothing(action), action.Guessers, Weights);
        AgentTelemetry.Voted(activity, "observation", vote?.Margin ?? 0);
        var winner = result?.Results.FirstOrDefault(group => group.Canonical == vote?.Key);
        var observed = await run.Log.AppendAsync($"{action.Turn}/observed", Observe(action, result, winner, vote), cancellationToken);
        Keep(result, winner, observed);
        return new(action.Step, action.Kind, action.Argument, action.Thought, observed, winner) { MetNothing = nothing ? result!.Asked : null };
    }

    private VoteWeights Weights => new(run.Options.ExecutedWeight, run.Options.GuessWeight);

    private async Task<ToolResult?> ExecuteAsync(ActionToCarryOut action, AgentState state, CancellationToken cancellationToken)
    {
        switch (action.Kind)
        {
            case ActionKind.Calculate:
                var calculated = Calculator.Evaluate(action.Argument, state.Numbers());
                return calculated is Calculated.NotExpression
                    ? await AskCoderAsync(action, state, cancellationToken)
                    : await calculator.RecordAsync(action, calculated, cancellationToken);
            case ActionKind.Lookup:
                return run.Question.Context.Count == 0 ? null : await lookup.RunAsync(action, cancellationToken);
            case ActionKind.Search:
                return await search.RunAsync(action, cancellationToken);
            default:
                return await AskCoderAsync(action, state, cancellationToken);
        }
    }

    private Task<ToolResult> AskCoderAsync(ActionToCarryOut action, AgentState state, CancellationToken cancellationToken) => sql.RunAsync(
        new(
            action.KeyPrefix,
            action.Step,
            action.Turn,
            action.Argument,
            state.Scratchpad,
            run.Options.CodeSamples)
        { Adaptive = run.Options.AdaptiveSampling, SettledAt = run.Options.MinAgreement },
        cancellationToken);

    private Observed Observe(ActionToCarryOut action, ToolResult? result, ResultGroup? winner, VoteResult? vote)
    {
        if (winner is not null)
        {
            var program = result!.Samples.First(sample => sample.Index == winner.Samples[0]).Code;
            var table = result.Tool is SqlTool.Name or CalculatorTool.Name ? run.Workbench.NameOf(action.Step) : null;
            return new(
                action.Step,
                ObservationText.Of(winner, table, run.Settings.ObservationRows),
                Verified: true,
                AgreementOf(action, result, winner),
                vote!.Options,
                table,
                result.Tool == SqlTool.Name ? program : null,
                vote.Tie);
        }

        // Where nothing ran, or what ran was outvoted, the planner's own expectation stands, and is marked as such.
        var said = vote is not null ? null : result is null ? ToolFailure.Nothing : ToolFailure.Describe(result);
        var text = said?.ToString() ?? action.Guessers.First(plan => plan.Sample.Index == vote!.Winner.Guessed[0]).Sample.Guess!;
        var guessed = vote is null ? null : new Agreement(vote.Winner.Guessed.Count, run.Options.PlanSamples, action.Step, Executed: false);
        return new(action.Step, text, Verified: false, guessed, vote?.Options ?? [], null, null, vote?.Tie) { Sentence = said?.WithValues() };
    }

    // One expression is evaluated once; what may be wrong is the expression, and that is what plans agreed on.
    private Agreement AgreementOf(ActionToCarryOut action, ToolResult result, ResultGroup winner) => result.Tool == SqlTool.Name
        ? ToolFailure.AgreementOf(result, winner, action.Step)
        : new(action.Proposers, run.Options.PlanSamples, action.Step, Executed: false);

    private void Keep(ToolResult? result, ResultGroup? winner, Observed observed)
    {
        if (observed.DerivedTable is null || winner is null)
        {
            return;
        }

        if (result!.Tool == SqlTool.Name)
        {
            run.Workbench.KeepProgram(observed.DerivedTable, observed.Sql!);
        }
        else
        {
            run.Workbench.Keep(observed.DerivedTable, CalculatorTool.AsTable(winner));
        }
    }

    private static ToolResult Nothing(ActionToCarryOut action) => new(action.Step, "none", 0, [], [])
    {
        StartedAt = default,
        DurationMs = 0,
    };
}
