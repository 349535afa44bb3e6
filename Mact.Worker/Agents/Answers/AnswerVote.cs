using Mact.Core.Voting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Tools;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Answers;

/// <summary>Votes on final answers and writes them down.</summary>
internal static class AnswerVote
{
    /// <summary>Written answers as ballots; blank ones and placeholders are no votes.</summary>
    /// <param name="answers">By sample.</param>
    /// <param name="known">Whether a cell or an executed result says it: that is a value, however it looks.</param>
    public static IEnumerable<Ballot> Written(IEnumerable<(int Sample, string? Answer)> answers, Func<string, bool> known) => answers
        .Where(
            answer =>
                !string.IsNullOrWhiteSpace(answer.Answer)
                    && !FinishGuard.IsPlaceholder(answer.Answer, known) && NotUnderstood.Reason(answer.Answer) is null)
        .Select(answer => new Ballot(KeyOf(answer.Answer!), answer.Answer!.Trim(), Executed: false, answer.Sample));

    // "Null" is a vote where a cell says so.
    private static string KeyOf(string answer) =>
        (CanonicalForm.OfText(answer) is { IsEmpty: false } form ? form : CanonicalForm.OfTexts([answer])).Hash;

    /// <summary>
    /// How many answers say that nothing meets the question, together with the programs that met no row, where these answers are more than those for
    /// the value in the lead and no program gave a result; null otherwise.
    /// </summary>
    public static Agreement? Nothing(
        IReadOnlyList<(int Sample, string? Answer)> answers, VoteResult? vote, Func<string, bool> known, ToolResult? result = null)
    {
        var none = answers.Count(answer => FinishGuard.IsNone(answer.Answer, known));
        return none > (vote?.Winner.Guessed.Count ?? 0) && (result is null || ToolFailure.IsNothing(result))
            ? new(none + ToolFailure.EmptyOf(result), answers.Count + (result?.Asked ?? 0), 0, Executed: result is not null)
            : null;
    }

    /// <summary>Appends the vote.</summary>
    public static async Task RecordAsync(
        Run run,
        string key,
        int step,
        AnsweredBy by,
        VoteResult vote,
        Agreement agreement,
        bool accepted,
        Sentence reason,
        CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartVote("answer", step);
        AgentTelemetry.Voted(activity, "answer", vote.Margin);
        await run.Log.AppendAsync(
            key,
            new AnswerVoted(step, by, vote.Options, agreement, accepted, reason.ToString()) { Sentence = reason.WithValues() },
            cancellationToken);
    }
}

/// <summary>The agreement of an answer: the weakest vote that it depends on.</summary>
internal static class AnswerAgreement
{
    /// <summary>
    /// The smallest winning share among the observations, at the earliest step that has it. Steps that only failed are no votes
    /// that the answer depends on. Where no step observed anything, the vote among the plans.
    /// </summary>
    public static Agreement Of(IReadOnlyList<AcceptedStep> steps, Agreement finishVote)
    {
        var observed = steps.Where(step => step.Observed.Agreement is not null).ToList();
        return observed
            .Where(step => !step.IsKnown || observed.TrueForAll(other => other.IsKnown))
            .Select(step => step.Observed.Agreement!)
            .OrderBy(agreement => agreement.Share)
            .ThenBy(agreement => agreement.Step)
            .FirstOrDefault() ?? Unsupported(steps) ?? finishVote with { Step = 0 };
    }

    /// <summary>Plans that agree on their own guess after programs met no row are supported by nothing that ran; null where none met
    /// nothing.</summary>
    public static Agreement? Unsupported(IReadOnlyList<AcceptedStep> steps) =>
        steps.LastOrDefault(step => step.MetNothing is not null) is { } empty ? new(0, empty.MetNothing!.Value, empty.Number, Executed: true) : null;
}

/// <summary>Turns a found answer into the outcome that was asked for.</summary>
internal static class Verdict
{
    /// <summary>What is said where no row meets the question.</summary>
    public const string NoRow = "No row meets this.";

    /// <summary>Nothing is the answer: programs ran and met no row.</summary>
    public static Outcome Nothing(AnsweredBy by, Agreement agreement, string? sql, double threshold) =>
        Of(new([], by, agreement) { Message = NoRow, Sql = sql }, threshold);

    /// <summary>The answer, or NotEnoughAgreement where its agreement is below the threshold (0 = off).</summary>
    public static Outcome Of(Outcome.Answered answered, double threshold) =>
        threshold > 0 && (answered.Agreement?.Share ?? 0) < threshold - 1e-9
            ? new Outcome.NotEnoughAgreement(answered, threshold)
            : answered;
}

/// <summary>The convention by which a model says that it cannot make sense of a question.</summary>
internal static class NotUnderstood
{
    public const string Mark = "NOT_UNDERSTOOD";
    private const string SuggestionMark = "SUGGESTED:";
    private const string NotRead = "the built-in reader did not understand: ";
    private const string Connect = "; connect a model";
    private const int MaxReason = 500;
    private const int MaxSuggestions = 4;

    /// <summary>The reason, or null where the text is an answer.</summary>
    public static string? Reason(string? answer)
    {
        var text = answer?.Trim() ?? string.Empty;
        if (!text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var reason = text[Mark.Length..].TrimStart(':', ' ').Trim();
        return reason.IndexOf(SuggestionMark, StringComparison.Ordinal) is >= 0 and var end ? reason[..end].TrimEnd() : reason;
    }

    // "NOT_UNDERSTOOD: the reason SUGGESTED: a question || another question"
    private static List<string>? Suggestions(string? answer) =>
        answer?.IndexOf(SuggestionMark, StringComparison.Ordinal) is >= 0 and var start
            && answer[(start + SuggestionMark.Length)..]
                .Split("||", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(static question => question.Length <= MaxReason).Take(MaxSuggestions).ToList() is { Count: > 0 } questions
            ? questions
            : null;

    // The built-in reader names the words that it does not understand.
    private static Sentence Told(string reason) =>
        reason.StartsWith(NotRead, StringComparison.Ordinal) && reason.EndsWith(Connect, StringComparison.Ordinal)
            ? (Sentence)$"{NotRead:words}{reason[NotRead.Length..^Connect.Length]}{Connect:words}"
            : reason;

    /// <summary>The end of the run where more than half of the answers say so.</summary>
    public static Outcome.Halted? Majority(IReadOnlyCollection<string?> answers)
    {
        var reasons = answers.Where(static answer => Reason(answer) is not null).ToList();
        if (reasons.Count * 2 <= answers.Count)
        {
            return null;
        }

        var said = reasons.GroupBy(text => text, StringComparer.Ordinal).OrderByDescending(group => group.Count()).First().Key;
        var reason = Reason(said) is { Length: > 0 } given ? given : "The model could not make sense of the question. Ask it in other words.";
        return new(HaltReason.NotUnderstood, Told(reason.Length <= MaxReason ? reason : reason[..MaxReason])) { Suggestions = Suggestions(said) };
    }
}
