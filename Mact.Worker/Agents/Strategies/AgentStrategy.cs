using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Selection;
using Mact.Worker.Agents.Tools;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Strategies;

/// <summary>
/// Planner and coder, step by step (MACT, section 3). A plain bounded loop: whatever the models write, it ends after the allowed
/// planning calls, in a typed outcome. It is a function of its records: run again over them, it takes the same course.
/// </summary>
internal sealed class AgentStrategy(
    Run run, Planner planner, Shortcut shortcut, ActionExecutor executor, IActionSelector selector, Finisher finisher, Fallback fallback) : IStrategy
{
    private const string Unreadable = "The last reply held no action of the form Name[argument]. Write Thought, Action and Observation as described.";
    private const string Repeated = "This action was already carried out, and its result is shown above: use it, or do something else.";
    private const string LastStep = "This is the last step: write a Finish action now.";

    private readonly AgentState _state = new();
    private readonly FinishGuard _guard = new(run.Cells, run.Question.Context);

    /// <summary>Takes what is known already as the first step.</summary>
    public void Begin(AcceptedStep known) => _state.Accept(known);

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        var options = run.Options;
        for (var turn = 1; turn <= options.MaxAttempts && _state.Step <= options.MaxSteps; turn++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = turn == options.MaxAttempts || _state.Step == options.MaxSteps;
            var plans = await planner.PlanAsync(turn, _state, last ? LastStep : null, cancellationToken);
            _state.Hint = null;
            if (NotUnderstood.Majority([.. plans.Select(plan => plan.Kind == ActionKind.Finish ? plan.Argument : null)]) is { } halted)
            {
                return halted;
            }

            if (await TurnAsync(turn, plans, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return await fallback.AnswerAsync(_state, cancellationToken);
    }

    private async Task<Outcome?> TurnAsync(int turn, IReadOnlyList<ParsedPlan> plans, CancellationToken cancellationToken)
    {
        var contradicted = false;
        if (turn == 1)
        {
            _state.FirstPlans = plans;
        }

        if (turn == 1 && _state.Steps.Count == 0)
        {
            var decision = await shortcut.TryAsync(plans, cancellationToken);
            if (decision.Outcome is not null)
            {
                return decision.Outcome;
            }

            contradicted = decision.Contradicted;
        }

        var valid = plans.Where(plan => plan.IsValid).ToList();
        if (valid.Count == 0)
        {
            _state.Hint = Unreadable;
            return null;
        }

        var allowed = valid.Where(plan => plan.Kind != ActionKind.Finish || !contradicted && _guard.Allows(plan, _state)).ToList();
        return allowed.Count == 0
            ? await ComputeAsync(turn, valid[0], plans, cancellationToken)
            : await ChooseAsync(turn, allowed, plans, cancellationToken);
    }

    private async Task<Outcome?> ChooseAsync(
        int turn, IReadOnlyList<ParsedPlan> allowed, IReadOnlyList<ParsedPlan> plans, CancellationToken cancellationToken)
    {
        var clusters = ActionClusters.Of(allowed);
        var chosen = await selector.ChooseAsync(new(turn, _state.Step, clusters, _state.Scratchpad, _state.Observed), cancellationToken);
        var repeats = chosen.Kind != ActionKind.Finish
            && _state.Steps.Any(step => ActionClusters.Same(step.Kind, step.Argument, chosen.Kind, chosen.First.Argument));
        await RecordChoiceAsync(
            turn,
            chosen.First,
            chosen.Kind,
            chosen.First.Argument,
            chosen.First.Sample.Thought,
            ActionClusters.Options(clusters, chosen),
            repeats ? Repeated : null,
            cancellationToken);
        if (repeats)
        {
            _state.Hint = $"{ActionNames.Display(chosen.Kind, chosen.First.Argument)}: {Repeated}";
            return null;
        }

        if (chosen.Kind == ActionKind.Finish)
        {
            return await finisher.FinishAsync(turn, chosen, plans, _state, cancellationToken);
        }

        _state.Accept(await executor.ActAsync(
            new(
                turn.ToString(),
                turn,
                _state.Step,
                chosen.Kind,
                chosen.First.Argument,
                chosen.First.Sample.Thought,
                chosen.Plans.Count,
                [.. plans.Where(plan => plan.Kind == chosen.Kind)]),
            _state,
            cancellationToken));
        return null;
    }

    /// <summary>All plans would finish without ground: the question itself goes to the coder. A check that was made already is not made
    /// again.</summary>
    private async Task<Outcome?> ComputeAsync(int turn, ParsedPlan plan, IReadOnlyList<ParsedPlan> plans, CancellationToken cancellationToken)
    {
        const string thought = "The answer is not shown in the tables, so it has to be computed.";
        var argument = run.Question.Text;
        if (_state.Steps.Any(step => ActionClusters.Same(step.Kind, step.Argument, ActionKind.Operate, argument)))
        {
            _state.Hint = Repeated;
            return null;
        }

        await RecordChoiceAsync(
            turn,
            plan,
            ActionKind.Operate,
            argument,
            thought,
            [.. ActionClusters.Of(plans).Select(cluster => cluster.Option)],
            null,
            cancellationToken);
        var prefix = turn == 1 && _state.Steps.Count == 0 ? Shortcut.KeyPrefix : turn.ToString();
        _state.Accept(await executor.ActAsync(
            new(prefix, turn, _state.Step, ActionKind.Operate, argument, thought, plans.Count, []), _state, cancellationToken));
        return null;
    }

    private Task RecordChoiceAsync(
        int turn,
        ParsedPlan plan,
        ActionKind kind,
        string argument,
        string thought,
        IReadOnlyList<VoteOption> options,
        string? refused,
        CancellationToken cancellationToken) =>
        run.Log.AppendAsync(
            $"{turn}/chosen",
            new ActionChosen(
                _state.Step, run.Options.Selection, thought, ActionNames.RecordName(kind), argument, plan.Sample.Index, options, refused),
            cancellationToken);
}

/// <summary>Draws the plans of a turn in one request and reads them.</summary>
internal sealed class Planner(Run run, bool search)
{
    // What follows one of the prompt's own headings is a new task of the model's own making.
    private static readonly string[] Stops = ["\n# Task", "\n# Question", "\n# Table"];

    /// <summary>One for each sample, in order.</summary>
    public async Task<IReadOnlyList<ParsedPlan>> PlanAsync(int turn, AgentState state, string? lastHint, CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartPlan(state.Step, turn);
        string[] hints = [.. new[] { state.Hint, lastHint }.OfType<string>()];
        var call = await run.Caller.CallAsync(
            new(
                $"{turn}/plan",
                CallPurpose.Plan,
                state.Step,
                run.Options.PlanSamples,
                SeedSequence.Base(run.Question, state.Step, CallPurpose.Plan, turn),
                run.Settings.PlanMaxTokens,
                share => run.Prompts.Plan(state.Scratchpad, hints, share))
            {
                Logprobs = ActionSelectors.NeedsLogprobs(run.Options.Selection),
                Begun = run.Settings.BeginReplies ? $"Thought {state.Step}:" : null,
                Stop = Stops,
                IsEnd = PlanParser.IsFinished,
            },
            cancellationToken);
        ActionSelectors.Require(run.Options.Selection, call.Reply.Completions);
        var plans = call.Reply.Completions.Select(completion => Allowed(PlanParser.Parse(completion, state.Step))).ToList();
        var key = $"{turn}/plans";
        if (run.Log.Find<PlansRead>(key) is null)
        {
            var samples = plans.Select(plan => plan.Sample).ToList();
            await run.Log.AppendAsync(key, new PlansRead(state.Step, samples), cancellationToken);
            AgentTelemetry.PlansRead(samples);
        }

        return plans;
    }

    // Where nobody may search, there is no such action.
    private ParsedPlan Allowed(ParsedPlan plan) => search || plan.Kind != ActionKind.Search
        ? plan
        : plan with { Kind = null, Sample = plan.Sample with { Status = PlanStatus.UnknownAction } };
}
