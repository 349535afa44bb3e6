namespace Mact.Web.Evaluations;

/// <summary>Names of arms for people; keys of the pages' texts.</summary>
public static class StrategyLabel
{
    /// <summary>The label of a strategy; another arm is called by its own name.</summary>
    public static string Of(string arm) => arm switch
    {
        "agent" => "Agent",
        "direct" => "Direct",
        "sql" => "SQL",
        "mix" => "Mix",
        _ => arm,
    };
}
