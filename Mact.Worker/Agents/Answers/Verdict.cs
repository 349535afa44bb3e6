using Mact.Core.Questions;

namespace Mact.Worker.Agents.Answers;

/// <summary>Turns a found answer into the outcome that was asked for.</summary>
internal static class Verdict
{
    /// <summary>The answer, or NotEnoughAgreement where its agreement is below the threshold (0 = off).</summary>
    public static Outcome Of(Outcome.Answered answered, double threshold) =>
        threshold > 0 && (answered.Agreement?.Share ?? 0) < threshold - 1e-9
            ? new Outcome.NotEnoughAgreement(answered, threshold)
            : answered;
}
