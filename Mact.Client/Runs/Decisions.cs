namespace Mact.Client.Runs;

/// <summary>All plans of a planning call, as read.</summary>
public sealed record PlansRead(int Step, IReadOnlyList<PlanSample> Samples) : RunRecord;

/// <summary>One plan as it was read.</summary>
/// <param name="Index">Sampling index.</param>
/// <param name="Status">What was found.</param>
/// <param name="Thought">The thought of the current step; may be empty.</param>
/// <param name="Action">retrieve, operate, calculate, lookup, search, finish; null unless valid (for unknown: the name found).</param>
/// <param name="Argument">The action's argument; null unless found.</param>
/// <param name="Guess">The planner's own observation of this step; null where it gave none.</param>
/// <param name="RolloutAnswer">The answer its roll-out reaches; null where it reaches none.</param>
public sealed record PlanSample(
    int Index,
    PlanStatus Status,
    string Thought,
    string? Action,
    string? Argument,
    string? Guess,
    string? RolloutAnswer);

/// <summary>What the parser found in a plan.</summary>
public enum PlanStatus
{
    /// <summary>A complete action of the current step.</summary>
    Valid,

    /// <summary>No action.</summary>
    NoAction,

    /// <summary>An action that does not exist.</summary>
    UnknownAction,

    /// <summary>The action was cut.</summary>
    Truncated,

    /// <summary>Nothing at all.</summary>
    Empty,
}

/// <summary>The action that the plans were boiled down to.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Selection">The strategy that chose.</param>
/// <param name="Thought">The thought of the chosen plan.</param>
/// <param name="Action">retrieve, operate, calculate, lookup, search, finish.</param>
/// <param name="Argument">Its argument.</param>
/// <param name="Sample">The plan that it was taken from.</param>
/// <param name="Options">Winner first.</param>
/// <param name="Refused">Why it is not carried out (a repetition); null when it is.</param>
public sealed record ActionChosen(
    int Step,
    ActionSelection Selection,
    string Thought,
    string Action,
    string Argument,
    int Sample,
    IReadOnlyList<VoteOption> Options,
    string? Refused = null) : RunRecord;

/// <summary>One thing that could be chosen, with what spoke for it.</summary>
/// <param name="Value">For display.</param>
/// <param name="Weight">Sum of the ballots' weights.</param>
/// <param name="Executed">Samples whose executed result it is.</param>
/// <param name="Guessed">Samples that merely wrote it.</param>
public sealed record VoteOption(string Value, double Weight, IReadOnlyList<int> Executed, IReadOnlyList<int> Guessed);

/// <summary>The observation of a step: the winner of the vote over executed results and guesses.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Text">As the planner is shown it.</param>
/// <param name="Verified">An executed result, not merely a guess or an error message.</param>
/// <param name="Agreement">Samples behind the executed winner over samples asked.</param>
/// <param name="Options">Tally, winner first; the others are the dissent.</param>
/// <param name="DerivedTable">"step2" where the result can be queried in later steps; null for scalars without one.</param>
/// <param name="Sql">The program of the winner.</param>
/// <param name="Tie">How a tie was broken; null where there was none.</param>
public sealed record Observed(
    int Step,
    string Text,
    bool Verified,
    Agreement? Agreement,
    IReadOnlyList<VoteOption> Options,
    string? DerivedTable,
    string? Sql,
    string? Tie = null) : RunRecord;

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
