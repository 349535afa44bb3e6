using System.Security.Cryptography;
using System.Text;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;

namespace Mact.Api.Evaluations;

/// <summary>
/// Carries out one item of an evaluation through the same queue as every question. A question's id follows from the evaluation and the row, so that a
/// restarted process finds what was handed in before and asks nothing twice.
/// </summary>
internal sealed partial class EvaluationItems(
    IQuestionStore store, IQuestionQueue queue, Admission admission, Room room, TimeProvider time, ILogger<EvaluationItems> logger)
{
    // Both sort by time: an evaluation's questions stand where it began in the history.
    private const int TimeDigits = 12;
    private const int IdLength = 32;

    /// <summary>The id of an item's question.</summary>
    public static string QuestionId(string evaluation, string key) =>
        string.Concat(
            evaluation.AsSpan(0, TimeDigits),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{evaluation}/{key}"))).AsSpan(0, IdLength - TimeDigits));

    /// <summary>Asks, unless it was asked before, waits for the end, and judges. Every row has a result: one that cannot be carried out says
    /// why.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer; the row is taken up again later.</exception>
    public async Task<ItemResult> RunAsync(string evaluation, EvaluationArm arm, DataSetRow row, int repeat, CancellationToken cancellationToken)
    {
        if (row is not DataSetRow.Usable { Item: var item })
        {
            return ItemJudgement.BadRow((DataSetRow.Bad)row, arm.Name, repeat);
        }

        try
        {
            return await AskAsync(evaluation, arm, row, item, repeat, cancellationToken);
        }
        catch (RequestRefusedException refused)
        {
            return ItemJudgement.Refused(item, arm.Name, row.Number, repeat, $"{(Sentence)refused.Problem.Title}. {refused.Problem.Sentence}");
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreUnavailableException))
        {
            Log.Fault(logger, evaluation, row.Number, exception);
            return ItemJudgement.Refused(item, arm.Name, row.Number, repeat, $"It could not be carried out: {exception.Message}");
        }
    }

    private async Task<ItemResult> AskAsync(
        string evaluation, EvaluationArm arm, DataSetRow row, EvaluationItem item, int repeat, CancellationToken cancellationToken)
    {
        var id = QuestionId(evaluation, ItemJudgement.KeyOf(arm.Name, row.Number, repeat));
        if (await SubmitAsync(id, evaluation, arm, item, repeat, cancellationToken) is { } refusal)
        {
            return ItemJudgement.Refused(item, arm.Name, row.Number, repeat, refusal);
        }

        List<RunRecord> records = [];
        await foreach (var record in store.WatchAsync(id, 0, cancellationToken))
        {
            records.Add(record.Record);
        }

        // A question that a person deleted meanwhile must not keep the evaluation from its end.
        return records.OfType<Finished>().LastOrDefault() is null
            ? ItemJudgement.Refused(item, arm.Name, row.Number, repeat, "The question was deleted before it ended.")
            : ItemJudgement.OfRun(item, arm.Name, row.Number, repeat, id, records);
    }

    private async Task<Sentence?> SubmitAsync(
        string id, string evaluation, EvaluationArm arm, EvaluationItem item, int repeat, CancellationToken cancellationToken)
    {
        // Repeats differ in their seed, or they would be the same samples.
        var options = arm.Options with { Priority = QuestionPriority.Evaluation, Seed = arm.Options.Seed + repeat - 1 };
        options = admission.Require(options);
        var client = admission.ClientOf($"evaluation-{evaluation}");
        await room.RequireForRowAsync(cancellationToken);
        while (true)
        {
            if (await admission.FindRefusalAsync(client, cancellationToken) is { } refusal)
            {
                // Until the day is over.
                await Task.Delay(refusal.RetryAfter, time, cancellationToken);
            }

            List<TableRef> tables = [];
            foreach (var table in item.Tables)
            {
                tables.Add(new(await store.PutTableAsync(table, cancellationToken), table.Name));
            }

            var question = new Question(id, item.Prompted, tables, item.Context, options, time.GetUtcNow(), client);
            switch (await queue.SubmitAsync(question, null, cancellationToken))
            {
                case Submission.Full full:
                    await Task.Delay(full.RetryAfter, time, cancellationToken);
                    break;
                case Submission.TableMissing missing:
                    return $"The store lost the tables {string.Join(", ", missing.Ids)}.";
                default:
                    return null;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Row {Row} of evaluation {Id} could not be carried out")]
        public static partial void Fault(ILogger logger, string id, int row, Exception exception);
    }
}
