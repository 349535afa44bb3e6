using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>Plans that came to the same action in the same words, or to nothing in the same way.</summary>
public sealed record PlanGroup(PlanStatus Status, string? Action, string? Argument, IReadOnlyList<PlanSample> Samples)
{
    /// <summary>Most frequent first; plans of no use last.</summary>
    public static IReadOnlyList<PlanGroup> Of(PlansRead plans)
    {
        return
        [
            .. plans.Samples
                .GroupBy(static plan => (plan.Status, plan.Action, plan.Argument))
                .Select(static group => new PlanGroup(group.Key.Status, group.Key.Action, group.Key.Argument, [.. group]))
                .OrderBy(static group => group.Status == PlanStatus.Valid ? 0 : 1)
                .ThenByDescending(static group => group.Samples.Count),
        ];
    }
}

/// <summary>Programs of one execution that gave the same result, or that failed in the same way.</summary>
/// <param name="Result">What they gave; null for failures.</param>
/// <param name="Status">What became of them.</param>
/// <param name="Error">Why, for failures.</param>
/// <param name="Samples">In order of index.</param>
public sealed record ProgramGroup(ResultGroup? Result, ToolSampleStatus Status, string? Error, IReadOnlyList<ToolSample> Samples)
{
    /// <summary>The distinct programs, the most frequent first; two that differ in blanks alone are one.</summary>
    public IReadOnlyList<string> Programs { get; } =
    [
        .. Samples.Where(static sample => sample.Code.Length > 0)
            .GroupBy(
                static sample => string.Join(' ', sample.Code.TrimEnd(';', ' ', '\n').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .Select(static group => group.First().Code),
    ];

    // What is said of a reply without a program says no more than that there is none.
    private const string NoProgram = "There is no program in the reply.";

    /// <summary>Why they failed, where that is more than what became of them; null otherwise.</summary>
    public string? Why(IStringLocalizer<Texts> t) => Error is null or "" or NoProgram ? null : t.ToldOrQuoted(Error, Samples[0].Sentence);

    /// <summary>Results in order of votes, then failures.</summary>
    public static IReadOnlyList<ProgramGroup> Of(ToolResult execution)
    {
        var results = execution.Results.Select((result, index) =>
        {
            var samples = execution.Samples.Where(sample => sample.Group == index).ToList();
            return new ProgramGroup(result, samples.Count > 0 ? samples[0].Status : ToolSampleStatus.Ok, Error: null, samples);
        });
        var failures = execution.Samples
            .Where(static sample => sample.Group is null)
            .GroupBy(static sample => (sample.Status, sample.Error))
            .OrderByDescending(static group => group.Count())
            .Select(static group => new ProgramGroup(Result: null, group.Key.Status, group.Key.Error, [.. group]));
        return [.. results, .. failures];
    }
}

/// <summary>What a step is about, as far as the records say.</summary>
/// <param name="Action">retrieve, operate, …; check (an early answer) or direct; null while nothing is known.</param>
/// <param name="Label">The same for people.</param>
/// <param name="Argument">What it was carried out on.</param>
/// <param name="Thought">The thought behind it; empty where none is recorded.</param>
public sealed record StepHeading(string? Action, string Label, string Argument, string Thought)
{
    /// <summary>The heading of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="live">It is being worked on.</param>
    /// <param name="t">The texts of the page.</param>
    public static StepHeading Of(RunStep step, bool live, IStringLocalizer<Texts> t)
    {
        if (step.Chosen is { } chosen)
        {
            var argument = step.ByStandIn && chosen.Action != "finish" ? t.Reading(chosen.Argument) : chosen.Argument;
            return new(chosen.Action, SampleText.Action(chosen.Action, t), argument, chosen.Thought);
        }

        // At the shortcut no action is chosen: programs check the answer that the plans' roll-outs reach.
        if (step.Votes.FirstOrDefault(static vote => vote.By == AnsweredBy.Shortcut) is { Options: [var leader, ..] })
        {
            return new("check", t["Check"], t["Does a program confirm what the plans expect: {0}?", leader.Value], FirstThought(step));
        }

        if (step.Plans is null && step.Executions.Count > 0 && step.Calls.All(static call => call.Purpose != CallPurpose.Plan))
        {
            return new("operate", t["Compute"], t["The whole question at once, put to programs"], FirstThought(step));
        }

        if (step.Executions.Count > 0 || step.Calls.Any(static call => call.Purpose == CallPurpose.Code))
        {
            return new("check", t["Check"], t["Does a program confirm what the plans expect?"], FirstThought(step));
        }

        if (step.Calls.Any(static call => call.Purpose == CallPurpose.Direct))
        {
            var after = step.Plans is not null || step.Number > 1 || step.Calls.Any(static call => call.Purpose == CallPurpose.Plan);
            return new(
                "direct", t["Direct"],
                after ? t["Asked for the answer itself, since the steps came to none"] : t["Asked for the answer itself, without steps"],
                string.Empty);
        }

        var label = (live, step.Plans) switch
        {
            (true, null) => t["Drawing plans …"],
            (true, _) => t["Comparing and checking the plans …"],
            _ => t["No action was chosen"],
        };
        return new(Action: null, label, string.Empty, string.Empty);
    }

    private static string FirstThought(RunStep step) =>
        step.Plans?.Samples.FirstOrDefault(static plan => plan is { Status: PlanStatus.Valid, Thought.Length: > 0 })?.Thought ?? string.Empty;
}

/// <summary>What samples are and what became of them, in words.</summary>
public static class SampleText
{
    /// <summary>How a plan fared, in words.</summary>
    public static string Of(PlanStatus status, IStringLocalizer<Texts> t)
    {
        return status switch
        {
            PlanStatus.Valid => t["usable"],
            PlanStatus.NoAction => t["names no action"],
            PlanStatus.UnknownAction => t["names an action that does not exist"],
            PlanStatus.Truncated => t["was cut off"],
            _ => t["is empty"],
        };
    }

    /// <summary>How an executed program fared, in words.</summary>
    public static string Of(ToolSampleStatus status, IStringLocalizer<Texts> t)
    {
        return status switch
        {
            ToolSampleStatus.Ok => t["ran"],
            ToolSampleStatus.Empty => t["ran and found no rows"],
            ToolSampleStatus.NoCode => t["contained no program"],
            ToolSampleStatus.Rejected => t["was refused"],
            ToolSampleStatus.Error => t["could not run"],
            ToolSampleStatus.TimedOut => t["ran out of time"],
            _ => t["returned too much"],
        };
    }

    /// <summary>How a completion ended, in words.</summary>
    public static string Of(CompletionStatus status, IStringLocalizer<Texts> t)
    {
        return status switch
        {
            CompletionStatus.Complete => t["complete"],
            CompletionStatus.Truncated => t["was cut off"],
            CompletionStatus.Empty => t["is empty"],
            CompletionStatus.Unneeded => t["was no longer needed"],
            _ => t["was interrupted"],
        };
    }

    /// <summary>What a model call was for, in words.</summary>
    public static string Of(CallPurpose purpose, IStringLocalizer<Texts> t)
    {
        return purpose switch
        {
            CallPurpose.Plan => t["Plan"],
            CallPurpose.Code => t["Code"],
            CallPurpose.Repair => t["Repair"],
            CallPurpose.Judge => t["Judge"],
            _ => t["Direct answer"],
        };
    }

    /// <summary>The role of the agent that a call belongs to: a key of the texts.</summary>
    public static string Role(CallPurpose purpose) => purpose switch
    {
        CallPurpose.Code or CallPurpose.Repair => "Coder",
        CallPurpose.Judge => "Judge",
        CallPurpose.Direct => "Direct",
        _ => "Planner",
    };

    /// <summary>An action as a verb; an action that is none stays as it was written.</summary>
    public static string Action(string action, IStringLocalizer<Texts> t)
    {
        return action switch
        {
            "retrieve" => t["Look up"],
            "operate" => t["Compute"],
            "calculate" => t["Calculate"],
            "lookup" => t["Read the text"],
            "search" => t["Search"],
            "finish" => t["Finish"],
            _ => action,
        };
    }

    /// <summary>The name of a tool; one that is not known stays as it was recorded.</summary>
    public static string Tool(string tool, IStringLocalizer<Texts> t)
    {
        return tool switch
        {
            "sql" => t["Run SQL"],
            "calculator" => t["Calculate"],
            "search" => t["Search"],
            "lookup" => t["Read the text"],
            _ => tool,
        };
    }

    /// <summary>How an action was chosen among the plans.</summary>
    public static string Of(ActionSelection selection, IStringLocalizer<Texts> t)
    {
        return selection switch
        {
            ActionSelection.Consistency => t["most common action"],
            ActionSelection.Rollout => t["most common final answer"],
            ActionSelection.Logp => t["most probable plan"],
            ActionSelection.Llm => t["a judge decides"],
            _ => t["majority of all four"],
        };
    }
}
