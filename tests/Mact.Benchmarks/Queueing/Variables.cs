namespace Mact.Benchmarks.Queueing;

/// <summary>Environment variables of the measured processes.</summary>
internal static class Variables
{
    /// <summary>Limits out of the way, and quiet logs.</summary>
    public static Dictionary<string, string> Services(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Queue__MaxQueued"] = "1000000",
            ["Queue__MaxPerClient"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }
}
