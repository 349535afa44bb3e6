using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>A vote on final answers: at Finish, at the shortcut, or as a fallback.</summary>
/// <param name="Step">Where it took place.</param>
/// <param name="By">What kind of vote it was.</param>
/// <param name="Options">Winner first.</param>
/// <param name="Agreement">The winner's share of this vote alone.</param>
/// <param name="Accepted">Whether it decided; false for a shortcut that was not confirmed.</param>
/// <param name="Reason">In words, how it was decided.</param>
public sealed record AnswerVoted(
    int Step,
    AnsweredBy By,
    IReadOnlyList<VoteOption> Options,
    Agreement Agreement,
    bool Accepted,
    string Reason) : RunRecord;
