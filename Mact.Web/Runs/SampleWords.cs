using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>What became of samples, in words.</summary>
public static class SampleWords
{
    /// <summary>Of a plan.</summary>
    public static string Of(PlanStatus status) => status switch
    {
        PlanStatus.Valid => "usable",
        PlanStatus.NoAction => "names no action",
        PlanStatus.UnknownAction => "names an action that does not exist",
        PlanStatus.Truncated => "was cut off",
        PlanStatus.Empty => "is empty",
        _ => status.ToString(),
    };

    /// <summary>Of an executed program.</summary>
    public static string Of(ToolSampleStatus status) => status switch
    {
        ToolSampleStatus.Ok => "ran",
        ToolSampleStatus.Empty => "ran and found no rows",
        ToolSampleStatus.NoCode => "held no program",
        ToolSampleStatus.Rejected => "was refused",
        ToolSampleStatus.Error => "could not run",
        ToolSampleStatus.TimedOut => "ran out of time",
        ToolSampleStatus.TooLarge => "gave too much",
        _ => status.ToString(),
    };

    /// <summary>Of a model call.</summary>
    public static string Of(CallPurpose purpose) => purpose switch
    {
        CallPurpose.Plan => "Plan",
        CallPurpose.Code => "Code",
        CallPurpose.Repair => "Repair",
        CallPurpose.Judge => "Judge",
        CallPurpose.Direct => "Direct answer",
        _ => purpose.ToString(),
    };

    /// <summary>The role of the agent that a call belongs to.</summary>
    public static string Role(CallPurpose purpose) => purpose switch
    {
        CallPurpose.Code or CallPurpose.Repair => "Coder",
        CallPurpose.Judge => "Judge",
        CallPurpose.Direct => "Direct",
        _ => "Planner",
    };

    /// <summary>Of an action, as a verb.</summary>
    public static string Action(string action) => action switch
    {
        "retrieve" => "Look up",
        "operate" => "Compute",
        "calculate" => "Calculate",
        "lookup" => "Read the text",
        "search" => "Search",
        "finish" => "Finish",
        _ => action,
    };
}
