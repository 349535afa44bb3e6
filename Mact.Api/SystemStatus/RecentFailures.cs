using Mact.Api.Questions;
using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Api.SystemStatus;

/// <summary>Questions that failed lately, with their reasons.</summary>
internal static class RecentFailures
{
    private const int Looked = 200;
    private const int Shown = 20;

    public static async Task<IReadOnlyList<FailureReport>> ReadAsync(IQuestionQueue queue, IQuestionStore store, CancellationToken cancellationToken)
    {
        var dead = (await queue.ListDeadAsync(Shown, cancellationToken)).Select(static letter => letter.Id).ToHashSet(StringComparer.Ordinal);
        var recent = await store.ListAsync(before: null, Looked, cancellationToken);
        var failed = recent.Where(static question => question.Status == QuestionStatus.Failed).Select(static question => question.Id).Take(Shown);
        List<FailureReport> failures = [];

        // Ids sort by time of submission.
        foreach (var id in failed.Union(dead, StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal))
        {
            if (await QuestionReader.FindViewAsync(store, id, cancellationToken) is { } view)
            {
                failures.Add(new(id, view.Question, view.SubmittedAt, view.Error, dead.Contains(id)));
            }
        }

        return failures;
    }
}
