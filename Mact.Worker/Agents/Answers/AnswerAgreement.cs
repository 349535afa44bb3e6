using Mact.Core.Questions;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Answers;

/// <summary>The agreement of an answer: the weakest vote that it depends on.</summary>
internal static class AnswerAgreement
{
    /// <summary>
    /// The smallest winning share among the observations, at the earliest step that has it. Steps that only failed are no votes
    /// that the answer depends on. Where no step observed anything, the vote among the plans.
    /// </summary>
    public static Agreement Of(IReadOnlyList<AcceptedStep> steps, Agreement finishVote) => steps
        .Select(step => step.Observed.Agreement)
        .OfType<Agreement>()
        .OrderBy(agreement => agreement.Share)
        .ThenBy(agreement => agreement.Step)
        .FirstOrDefault() ?? finishVote with { Step = 0 };
}
