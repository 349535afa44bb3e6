using System.Globalization;
using Mact.Core.Runs;

namespace Mact.Worker.Agents.Tools;

/// <summary>Why a sample gave no result, in words.</summary>
internal static class ToolFailure
{
    public static string Describe(ToolSample sample) => sample.Status == ToolSampleStatus.Empty
        ? "It ran, and no row met its conditions."
        : sample.Error ?? sample.Status.ToString();

    /// <summary>What the planner is told where no sample gave a result.</summary>
    public static string Describe(ToolResult result)
    {
        if (result.Samples.Count > 0 && result.Samples.All(sample => sample.Status == ToolSampleStatus.Empty))
        {
            return "No rows: nothing in the tables meets these conditions. The spelling or the column may differ.";
        }

        if (result.Tool != SqlTool.Name)
        {
            return $"Error: {result.Samples.Select(sample => sample.Error).FirstOrDefault() ?? "there is no result."}";
        }

        var reason = result.Samples
            .GroupBy(Describe, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => group.Key)
            .FirstOrDefault() ?? "there was no program";
        return string.Create(CultureInfo.InvariantCulture, $"Error: none of the {result.Asked} programs gave a result. Most often: {reason}");
    }
}
