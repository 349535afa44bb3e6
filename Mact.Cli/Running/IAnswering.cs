using Mact.Evaluation.DataSets;
using Mact.Core.Questions;

namespace Mact.Cli.Running;

/// <summary>What answers the questions of an evaluation: a stack, or recorded replies.</summary>
internal interface IAnswering
{
    /// <summary>Asks one item and waits for its end.</summary>
    /// <param name="work">The row under its arm.</param>
    /// <param name="item">The row's item.</param>
    /// <param name="options">How it is to be answered.</param>
    /// <param name="key">Unique for the question: the same key never asks twice.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<Answering> AnswerAsync(Work work, EvaluationItem item, QuestionOptions options, string key, CancellationToken cancellationToken);
}
