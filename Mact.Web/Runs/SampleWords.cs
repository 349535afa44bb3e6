using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

/// <summary>What samples are and what became of them, in words.</summary>
public static class SampleWords
{
    /// <summary>Of a plan.</summary>
    public static string Of(PlanStatus status, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return status switch
        {
            PlanStatus.Valid => t["usable"],
            PlanStatus.NoAction => t["names no action"],
            PlanStatus.UnknownAction => t["names an action that does not exist"],
            PlanStatus.Truncated => t["was cut off"],
            _ => t["is empty"],
        };
    }

    /// <summary>Of an executed program.</summary>
    public static string Of(ToolSampleStatus status, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return status switch
        {
            ToolSampleStatus.Ok => t["ran"],
            ToolSampleStatus.Empty => t["ran and found no rows"],
            ToolSampleStatus.NoCode => t["held no program"],
            ToolSampleStatus.Rejected => t["was refused"],
            ToolSampleStatus.Error => t["could not run"],
            ToolSampleStatus.TimedOut => t["ran out of time"],
            _ => t["gave too much"],
        };
    }

    /// <summary>Of a completion.</summary>
    public static string Of(CompletionStatus status, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return status switch
        {
            CompletionStatus.Complete => t["complete"],
            CompletionStatus.Truncated => t["was cut off"],
            CompletionStatus.Empty => t["is empty"],
            _ => t["was broken off"],
        };
    }

    /// <summary>Of a model call.</summary>
    public static string Of(CallPurpose purpose, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
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

    /// <summary>Of an action, as a verb; an action that is none stays as it was written.</summary>
    public static string Action(string action, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
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

    /// <summary>Of a tool; one that is not known stays as it was recorded.</summary>
    public static string Tool(string tool, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
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
        ArgumentNullException.ThrowIfNull(t);
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
