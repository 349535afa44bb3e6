using Mact.Evaluation.DataSets;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.Cli.Running;

namespace Mact.Cli.Replay;

/// <summary>Answers from recorded replies, in this process.</summary>
internal sealed class ReplayAnswering(Recordings recordings, TimeProvider time) : IAnswering, IAsyncDisposable
{
    private readonly ReplayEngine _engine = new();

    /// <inheritdoc/>
    public async Task<Answering> AnswerAsync(Work work, EvaluationItem item, QuestionOptions options, string key, CancellationToken cancellationToken)
    {
        if (recordings.Find(work.Arm.Name, work.Row.Number, work.Repeat) is not { } recording)
        {
            return new(null, [], "Nothing was recorded for this row: it was not asked, or the recording is of another data set.");
        }

        List<TableRef> references = [.. item.Tables.Select(static table => new TableRef(TableId.Of(table), table.Name))];
        var question = new Question(key, item.Prompted, references, item.Context, options with { ReplayOf = recording.QuestionId }, time.GetUtcNow(), "replay");

        // The trace of a replayed result is the recorded question: it holds the replies.
        return new(recording.QuestionId, await _engine.RunAsync(question, item.Tables, recording.Records, cancellationToken), null);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
