using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Worker.Agents.Running;

/// <summary>What a run has used, read off its records alone, against what it may use.</summary>
internal static class RunBudget
{
    /// <summary>The outcome that ends the run, or null while something is left.</summary>
    public static Outcome.Halted? Exceeded(Budget? budget, IEnumerable<RunRecord> records)
    {
        if (budget is null)
        {
            return null;
        }

        var usage = TokenUsage.None;
        var milliseconds = 0.0;
        var cost = 0m;
        foreach (var record in records)
        {
            switch (record)
            {
                case ModelCall call:
                    // A replay takes the course of what it replays: it ends where that ended, although it uses nothing.
                    usage += call.UsageAsRecorded;
                    milliseconds += call.Replayed?.DurationMs ?? call.DurationMs;
                    cost += call.Replayed?.Cost ?? call.Cost ?? 0;
                    break;
                case ToolResult result:
                    milliseconds += result.DurationMs;
                    break;
                case ModelResumed resumed:
                    milliseconds -= resumed.WaitedMs;
                    break;
                default:
                    break;
            }
        }

        return Over("requests", usage.Requests, budget.Requests)
            ?? Over("tokens", usage.InputTokens + usage.OutputTokens, budget.Tokens)
            ?? Over("seconds", (decimal)Math.Round(Math.Max(0, milliseconds) / 1000, 1), (decimal?)budget.Seconds)
            ?? Over("cost", cost, budget.Cost);
    }

    private static Outcome.Halted? Over(string what, decimal used, decimal? allowed) => used < (allowed ?? decimal.MaxValue)
        ? null
        : new(HaltReason.Budget, string.Create(
            CultureInfo.InvariantCulture,
            $"The budget of the question is spent ({what}: {used} used of {allowed}). Allow more, or ask with fewer samples or steps."));
}
