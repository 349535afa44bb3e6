using Mact.Core.Questions;

namespace Mact.Worker.Agents;

/// <summary>Answers a claimed question.</summary>
public interface IQuestionRunner
{
    /// <summary>
    /// Appends every decision to the journal and returns the outcome, which the caller settles. A journal with records is
    /// continued where it ends; no recorded model call is made again.
    /// </summary>
    /// <exception cref="Core.Runs.LeaseLostException">Another attempt owns the question now.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was settled.</exception>
    Task<Outcome> RunAsync(RunContext context, CancellationToken cancellationToken);
}
