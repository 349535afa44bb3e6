using Mact.Evaluation.DataSets;
using Mact.Core.Questions;

namespace Mact.Cli.Running;

/// <summary>Answers through a running stack.</summary>
internal sealed class StackAnswering(ApiClient api) : IAnswering
{
    /// <inheritdoc/>
    public async Task<Answering> AnswerAsync(Work work, EvaluationItem item, QuestionOptions options, string key, CancellationToken cancellationToken)
    {
        var asked = await api.AskAsync(QuestionBody.Write(item, options), key, cancellationToken);
        return asked.Id is null
            ? new(null, [], asked.Refusal ?? "Refused.")
            : new(asked.Id, await api.WaitAsync(asked.Id, cancellationToken), null);
    }
}
