using Mact.Core.Questions;

namespace Mact.Worker.Agents.Running;

/// <summary>Ends a run with an outcome from deep inside (a spent budget); never leaves the runner.</summary>
internal sealed class RunEndedException(Outcome outcome) : Exception("The run has ended.")
{
    public Outcome Outcome { get; } = outcome;
}
