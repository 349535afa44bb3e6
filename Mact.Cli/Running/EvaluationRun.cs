using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Core.Questions;
using Mact.Cli.Replay;

namespace Mact.Cli.Running;

/// <summary>Asks the questions of a data set under several arms, at most so many at once, and writes each result as it comes.</summary>
/// <param name="answering">Whom to ask.</param>
/// <param name="file">Takes the results.</param>
/// <param name="recordings">Takes the replies, for replays; null where they are recorded already.</param>
/// <param name="name">What the questions' keys begin with.</param>
/// <param name="parallel">Questions at once.</param>
/// <param name="time">For the progress.</param>
internal sealed class EvaluationRun(IAnswering answering, ResultFile file, RecordingFile? recordings, string name, int parallel, TimeProvider time)
{
    /// <summary>Runs what is not done yet and returns all results with the seconds that it took.</summary>
    public async Task<(IReadOnlyList<ItemResult> Results, double Seconds)> RunAsync(
        IReadOnlyList<Work> all, IReadOnlyList<ItemResult> done, CancellationToken cancellationToken)
    {
        var known = done.ToDictionary(static result => result.Key, StringComparer.Ordinal);
        var left = all.Where(work => !known.ContainsKey(KeyOf(work))).ToList();
        var progress = new Progress(all.Count, all.Count - left.Count, time);
        var results = new Dictionary<string, ItemResult>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(left, options, async (work, token) =>
        {
            var result = await OneAsync(work, token);
            file.Append(result);
            lock (results)
            {
                results.Add(result.Key, result);
            }

            progress.Ended(result);
        });
        var ordered = all.Select(work => results.GetValueOrDefault(KeyOf(work)) ?? known[KeyOf(work)]).ToList();
        return (ordered, progress.Elapsed.TotalSeconds);
    }

    private static string KeyOf(Work work) => ItemJudgement.KeyOf(work.Arm.Name, work.Row.Number, work.Repeat);

    private async Task<ItemResult> OneAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.Row is not DataSetRow.Usable { Item: var item })
        {
            return ItemJudgement.BadRow((DataSetRow.Bad)work.Row, work.Arm.Name, work.Repeat);
        }

        // Repeats differ in their seed, or they would be the same samples.
        var options = work.Arm.Options with { Priority = QuestionPriority.Evaluation, Seed = work.Arm.Options.Seed + work.Repeat - 1 };
        var answered = await answering.AnswerAsync(work, item, options, $"{name}/{KeyOf(work)}", cancellationToken);
        if (answered.Id is null)
        {
            return ItemJudgement.Refused(item, work.Arm.Name, work.Row.Number, work.Repeat, answered.Refusal ?? "Refused.");
        }

        // Before the result: what has a result can be replayed.
        recordings?.Append(new(KeyOf(work), answered.Id, options, Recording.Kept(answered.Records)));
        return ItemJudgement.OfRun(item, work.Arm.Name, work.Row.Number, work.Repeat, answered.Id, answered.Records);
    }
}
