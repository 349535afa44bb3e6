using System.Globalization;
using Mact.Core.Runs;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Selection;
using Mact.Worker.Agents.Telemetry;

namespace Mact.Worker.Agents.Strategies;

/// <summary>Draws the plans of a turn in one request and reads them.</summary>
internal sealed class Planner(Run run, bool search)
{
    /// <summary>One for each sample, in order.</summary>
    public async Task<IReadOnlyList<ParsedPlan>> PlanAsync(int turn, AgentState state, string? lastHint, CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartPlan(state.Step, turn);
        string[] hints = [.. new[] { state.Hint, lastHint }.OfType<string>()];
        var call = await run.Caller.CallAsync(
            new(
                string.Create(CultureInfo.InvariantCulture, $"{turn}/plan"),
                CallPurpose.Plan,
                state.Step,
                run.Options.PlanSamples,
                SeedSequence.Base(run.Question, state.Step, CallPurpose.Plan, turn),
                run.Settings.PlanMaxTokens,
                share => run.Prompts.Plan(state.Scratchpad, hints, share))
            { Logprobs = ActionSelectors.NeedsLogprobs(run.Options.Selection) },
            cancellationToken);
        ActionSelectors.Require(run.Options.Selection, call.Completions);
        var plans = call.Completions.Select(completion => Allowed(PlanParser.Parse(completion, state.Step))).ToList();
        var key = string.Create(CultureInfo.InvariantCulture, $"{turn}/plans");
        if (run.Log.Find<PlansRead>(key) is null)
        {
            var samples = plans.Select(plan => plan.Sample).ToList();
            await run.Log.AppendAsync(new PlansRead(state.Step, samples) { Key = key, At = run.Log.Now, Attempt = run.Log.Attempt }, cancellationToken);
            AgentTelemetry.PlansRead(samples);
        }

        return plans;
    }

    // Where nobody may search, there is no such action.
    private ParsedPlan Allowed(ParsedPlan plan) => search || plan.Kind != ActionKind.Search
        ? plan
        : plan with { Kind = null, Sample = plan.Sample with { Status = PlanStatus.UnknownAction } };
}
