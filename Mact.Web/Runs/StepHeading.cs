using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

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
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(t);
        if (step.Chosen is { } chosen)
        {
            return new(chosen.Action, SampleWords.Action(chosen.Action, t), chosen.Argument, chosen.Thought);
        }

        // At the shortcut no action is chosen: programs check the answer that the plans' roll-outs reach.
        if (step.Votes.FirstOrDefault(static vote => vote.By == AnsweredBy.Shortcut) is { Options: [var leader, ..] })
        {
            return new("check", t["Check"], t["Does a program confirm what the plans expect: {0}?", leader.Value], FirstThought(step));
        }

        if (step.Executions.Count > 0 || step.Calls.Any(static call => call.Purpose == CallPurpose.Code))
        {
            return new("check", t["Check"], t["Does a program confirm what the plans expect?"], FirstThought(step));
        }

        if (step.Calls.Any(static call => call.Purpose == CallPurpose.Direct))
        {
            return new("direct", t["Direct"], t["Answered in one request, without steps"], string.Empty);
        }

        var label = (live, step.Plans) switch
        {
            (true, null) => t["Drawing plans …"],
            (true, _) => t["Choosing an action …"],
            _ => t["No action was chosen"],
        };
        return new(Action: null, label, string.Empty, string.Empty);
    }

    private static string FirstThought(RunStep step) =>
        step.Plans?.Samples.FirstOrDefault(static plan => plan is { Status: PlanStatus.Valid, Thought.Length: > 0 })?.Thought ?? string.Empty;
}
