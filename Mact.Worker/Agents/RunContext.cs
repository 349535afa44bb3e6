using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Runs;
using Mact.Core.Tables;

namespace Mact.Worker.Agents;

/// <summary>What a run works on.</summary>
/// <param name="Lease">The claim; its attempt number marks the records.</param>
/// <param name="Question">What to answer.</param>
/// <param name="Tables">Under the names of the question, in its order.</param>
/// <param name="Journal">Records so far, and the way to add.</param>
public sealed record RunContext(Lease Lease, Question Question, IReadOnlyList<Table> Tables, IRunJournal Journal)
{
    /// <summary>
    /// Awaited before each model call: returns while the claim surely holds, waits where that is unknown, and is
    /// cancelled where it does not.
    /// </summary>
    public Func<CancellationToken, Task> ConfirmLeaseAsync { get; init; } = static _ => Task.CompletedTask;

    /// <summary>The journal of the earlier question that <see cref="QuestionOptions.ReplayOf"/> names; empty where it is not stored.</summary>
    public IReadOnlyList<RunRecord> Recorded { get; init; } = [];
}
