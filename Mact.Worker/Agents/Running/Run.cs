using Mact.Core.Tables;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Prompting;

namespace Mact.Worker.Agents.Running;

/// <summary>Everything that one run works with.</summary>
internal sealed class Run(
    Question question, RunLog log, ModelCaller caller, PromptBuilder prompts, Workbench workbench, SqlSlots gate, AgentOptions settings)
{
    public Question Question { get; } = question;

    public QuestionOptions Options => Question.Options;

    public RunLog Log { get; } = log;

    public ModelCaller Caller { get; } = caller;

    public PromptBuilder Prompts { get; } = prompts;

    public Workbench Workbench { get; } = workbench;

    public ProgramRunner Programs { get; } = new(workbench, gate);

    public AgentOptions Settings { get; } = settings;

    /// <summary>The cells of the question's own tables.</summary>
    public CellIndex Cells { get; } = new(workbench.Originals);

    /// <summary>The question's own tables.</summary>
    public IReadOnlyList<Table> Tables => Workbench.Originals;
}

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
                    usage += call.Reply.UsageAsRecorded;
                    milliseconds += call.Reply.Replayed?.DurationMs ?? call.Reply.DurationMs;
                    cost += call.Reply.Replayed?.Cost ?? call.Reply.Cost ?? 0;
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
        : new(
            HaltReason.Budget,
            $"The budget of the question is spent ({(Sentence)what}: {used} used of {allowed}). Allow more, or ask with fewer samples or steps.");
}

/// <summary>Ends a run with an outcome from deep inside (a spent budget); never leaves the runner.</summary>
internal sealed class RunEndedException(Outcome outcome) : Exception("The run has ended.")
{
    public Outcome Outcome { get; } = outcome;
}
