using Mact.Evaluation.Stored;
using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Api.Evaluations;

/// <summary>
/// Ends what a person cancelled and removes what a person deleted, once nothing is handed in any more. Both are states of their own, so that any
/// process goes on where another was killed.
/// </summary>
internal sealed class EvaluationEnding(IEvaluationStore evaluations, IQuestionStore questions, IQuestionQueue queue, TimeProvider time)
{
    private const int AtOnce = 16;
    private const int Rounds = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Carries out what the status says.</summary>
    public async Task EndAsync(EvaluationDefinition definition, EvaluationStatus status, CancellationToken cancellationToken)
    {
        var work = await EvaluationWork.ReadAsync(evaluations, definition, cancellationToken);
        List<string> ids = [.. work.Select(one => EvaluationItems.QuestionId(definition.Id, one.Key))];
        if (status == EvaluationStatus.Cancelling)
        {
            await EachAsync(ids, async (id, token) => _ = await queue.CancelAsync(id, token), cancellationToken);
            await evaluations.MoveAsync(definition.Id, EvaluationStatus.Cancelled, [EvaluationStatus.Cancelling], cancellationToken);
            return;
        }

        // A question that a worker has is cancelled first and can be removed a moment later. What stays after all rounds goes with its retention.
        for (var round = 0; round < Rounds && ids.Count > 0; round++)
        {
            if (round > 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }

            ids = await RemoveAsync(ids, cancellationToken);
        }

        await evaluations.DeleteAsync(definition.Id, cancellationToken);
    }

    private async Task<List<string>> RemoveAsync(List<string> ids, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        await EachAsync(
            ids,
            async (id, token) =>
            {
                if (!await questions.DeleteAsync(id, token) && await questions.FindAsync(id, token) is not null)
                {
                    await queue.CancelAsync(id, token);
                    lock (left)
                    {
                        left.Add(id);
                    }
                }
            },
            cancellationToken);
        return left;
    }

    private static Task EachAsync(IEnumerable<string> ids, Func<string, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, act);
}
