using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>The answer with what speaks for and against it.</summary>
/// <param name="Values">One item per value.</param>
/// <param name="By">How it was reached.</param>
/// <param name="Agreement">The weakest vote that it depends on.</param>
/// <param name="Trust">What the agreement is worth.</param>
/// <param name="Reason">What the vote itself says of how it was decided; empty where it says nothing.</param>
/// <param name="Dissent">What others said, strongest first.</param>
/// <param name="Sql">The program behind it.</param>
/// <param name="BelowThreshold">The agreement that was asked for and not reached; null otherwise.</param>
public sealed record RunAnswer(
    IReadOnlyList<string> Values,
    AnsweredBy By,
    Agreement? Agreement,
    AnswerTrust Trust,
    string Reason,
    IReadOnlyList<Dissent> Dissent,
    string? Sql,
    double? BelowThreshold)
{
    /// <summary>The vote among plans that chose to finish.</summary>
    public Agreement? FinishVote { get; init; }

    /// <summary>The step that the answer was read from.</summary>
    public int? EvidenceStep { get; init; }

    /// <summary>The leading answer of a run that ended with one, or null.</summary>
    public static RunAnswer? From(RunTimeline timeline)
    {
        var (answered, threshold) = timeline.Outcome switch
        {
            Outcome.Answered outcome => (outcome, (double?)null),
            Outcome.NotEnoughAgreement outcome => (outcome.Leading, outcome.Threshold),
            _ => (null, null),
        };
        if (answered is null)
        {
            return null;
        }

        var vote = timeline.Steps.SelectMany(static step => step.Votes).LastOrDefault(static vote => vote.Accepted);
        return new(
            answered.Answer,
            answered.By,
            answered.Agreement,
            TrustOf(answered.Agreement),
            vote?.Reason ?? string.Empty,
            DissentOf(timeline, answered, vote),
            answered.Sql,
            threshold)
        {
            FinishVote = answered.FinishVote,
            EvidenceStep = answered.EvidenceStep,
        };
    }

    private static AnswerTrust TrustOf(Agreement? agreement) => agreement switch
    {
        null or { Of: 0 } => AnswerTrust.NotVoted,
        { Executed: false } => AnswerTrust.NotExecuted,
        { Of: 1 } => AnswerTrust.Single,
        { Share: <= 0.5 } => AnswerTrust.Low,
        { Share: < 1 } => AnswerTrust.Majority,
        _ => AnswerTrust.Unanimous,
    };

    private static IReadOnlyList<Dissent> DissentOf(RunTimeline timeline, Outcome.Answered answered, AnswerVoted? vote)
    {
        var step = answered.Agreement is { } agreement ? timeline.Steps.FirstOrDefault(step => step.Number == agreement.Step) : null;
        var others = (step?.Observed?.Options.Skip(1) ?? []).Select(option => Projections.Dissent.Of(option, step!.Number, step))
            .Concat((vote?.Options.Skip(1) ?? []).Select(option => Projections.Dissent.Of(option, vote!.Step, step: null)));

        // What is equal up to its form is no dissent, and two that are equal up to their form are one.
        HashSet<string> same =
        [
            ResultText.KeyOf(answered.Answer.SelectMany(ResultText.Items)), .. step?.Winner is { } winner ? [ResultText.KeyOf(winner)] : (string[])[],
        ];
        return
        [
            .. others.Where(other => !same.Contains(other.Key))
                .GroupBy(static other => (other.Key, other.Step))
                .Select(
                    static equal =>
                        equal.First() with { Programs = equal.Sum(static other => other.Programs), Plans = equal.Sum(static other => other.Plans) })
                .OrderByDescending(static other => other.Programs + other.Plans),
        ];
    }
}

/// <summary>What the agreement behind an answer is worth.</summary>
public enum AnswerTrust
{
    /// <summary>Nothing was voted on.</summary>
    NotVoted,

    /// <summary>Votes are what the model wrote; no program was run for them.</summary>
    NotExecuted,

    /// <summary>One program, so that nothing speaks for or against it.</summary>
    Single,

    /// <summary>At most half of the samples asked gave this result.</summary>
    Low,

    /// <summary>More than half, not all.</summary>
    Majority,

    /// <summary>All of them.</summary>
    Unanimous,
}

/// <summary>A result that lost a vote.</summary>
/// <param name="Value">For display.</param>
/// <param name="Programs">Executed samples behind it.</param>
/// <param name="Plans">Plans that merely wrote it.</param>
/// <param name="Step">Where the vote took place.</param>
public sealed record Dissent(string Value, int Programs, int Plans, int Step)
{
    /// <summary>What it has in common with all that differs from it in its form only.</summary>
    public string Key { get; private init; } = string.Empty;

    /// <summary>The options of a vote, strongest first, of which those that differ in their form only are one.</summary>
    public static IReadOnlyList<(VoteOption Option, Dissent Voices)> Merge(IReadOnlyList<VoteOption> options, RunStep? step) =>
    [
        .. options.Select(option => (Option: option, Voices: Of(option, 0, step))).GroupBy(static item => item.Voices.Key, StringComparer.Ordinal)
            .Select(
                static equal => (
                    equal.First().Option with { Weight = equal.Sum(static item => item.Option.Weight) },
                    equal.First().Voices with
                    {
                        Programs = equal.Sum(static item => item.Voices.Programs), Plans = equal.Sum(static item => item.Voices.Plans),
                    })),
    ];

    private (ResultGroup Group, string? Sql)? Executed { get; init; }

    /// <summary>The result as the tables of the question write it; as it stands where none was executed.</summary>
    public string Show(SourceForms forms) => Executed is { } executed ? ResultText.Of(executed.Group, executed.Sql, forms) : Value;

    /// <summary>From an option of a vote.</summary>
    /// <param name="option">The option.</param>
    /// <param name="number">The number of the step.</param>
    /// <param name="step">What was executed there; null where nothing of it was.</param>
    public static Dissent Of(VoteOption option, int number, RunStep? step)
    {
        var executed = ResultText.Executed(option, step);
        var (text, key) = executed is { } result
            ? (ResultText.Of(result.Group), ResultText.KeyOf(result.Group))
            : (ResultText.WithoutBars(option.Value), ResultText.KeyOf(ResultText.Items(option.Value)));
        return new(text, option.Executed.Count, option.Guessed.Count, number) { Key = key, Executed = executed };
    }

    /// <summary>"1 program", "2 plans", or both.</summary>
    public string Voices(IStringLocalizer<Texts> t) => (Programs, Plans) switch
    {
        ( > 0, > 0) => $"{t.Count(Programs, "{0} program", "{0} programs")}, {t.Count(Plans, "{0} plan", "{0} plans")}",
        ( > 0, _) => t.Count(Programs, "{0} program", "{0} programs"),
        _ => t.Count(Plans, "{0} plan", "{0} plans"),
    };
}

/// <summary>Agreement and decisions in text.</summary>
public static class AgreementText
{
    /// <summary>"3 of 5 programs gave this result".</summary>
    public static string Of(Agreement? agreement, IStringLocalizer<Texts> t)
    {
        return agreement switch
        {
            null or { Of: 0 } => t["Nothing was put to a vote"],
            { Executed: true, Of: 1 } => t["{0} of {1} program gave this result", agreement.Votes, agreement.Of],
            { Executed: true } => t["{0} of {1} programs gave this result", agreement.Votes, agreement.Of],
            { Of: 1 } => t["{0} of {1} sample wrote this; no program was run for it", agreement.Votes, agreement.Of],
            _ => t["{0} of {1} samples wrote this; no program was run for it", agreement.Votes, agreement.Of],
        };
    }

    /// <summary>"3 of 5".</summary>
    public static string Short(Agreement agreement, IStringLocalizer<Texts> t)
    {
        return t["{0} of {1}", agreement.Votes, agreement.Of];
    }

    /// <summary>What the reader should know before relying on it; null where nothing speaks against it.</summary>
    public static string? Warning(RunAnswer answer, IStringLocalizer<Texts> t)
    {
        if (answer.BelowThreshold is { } threshold)
        {
            return t[
                "The agreement is below the {0} that was asked for. This is the leading answer, not a confirmed one: read what the others found, or "
                    + "ask again with more samples.",
                Show.Percent(threshold)];
        }

        return answer.Trust switch
        {
            AnswerTrust.NotVoted => t["This answer was not voted on. Check it against the table before you rely on it."],
            AnswerTrust.NotExecuted =>
                t["No program computed this answer: it is what the model wrote. Check it against the table before you rely on it."],
            AnswerTrust.Single =>
                t["One program was drawn, so nothing confirms its result. Read the program, or ask again with more effort."],
            AnswerTrust.Low =>
                t["Low agreement: no more than half of the programs gave this result. Read what the others found before you rely on it."].Value,
            _ => null,
        };
    }

    /// <summary>The same, and whether these programs are one text drawn again and again, or written in different ways.</summary>
    public static string Full(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var text = Of(run.Answer?.Agreement, t);
        if (run.Answer?.Agreement is not { Executed: true, Votes: > 1 } agreement)
        {
            return text;
        }

        var programs = run.Executions.Where(execution => execution.Step == agreement.Step).SelectMany(ProgramGroup.Of)
            .FirstOrDefault(group => group.Result is not null && group.Samples.Count == agreement.Votes)?.Programs.Count;
        return programs switch
        {
            null or 0 => text,
            1 => t["{0}: one program, drawn {1} times", text, agreement.Votes],
            _ => t["{0}, written in {1} different ways", text, programs],
        };
    }

    /// <summary>What agreement says, and when not to trust it.</summary>
    public static string Meaning(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var agreement = run.Answer?.Agreement;
        if (agreement is { Executed: true, Of: 1 })
        {
            return t["One program was drawn and run. There is no other to compare it with, so this says nothing about whether it is right."];
        }

        var saved = agreement is { Executed: true } && agreement.Votes == agreement.Of
            ? run.Executions.Where(execution => execution.Step == agreement.Step).Sum(static execution => execution.SavedSamples) : 0;
        return saved > 0 ? $"{Said(agreement, t)} {t["The first ones agreed, so {0} more were not drawn.", saved]}" : Said(agreement, t);
    }

    private static string Said(Agreement? agreement, IStringLocalizer<Texts> t)
    {
        return agreement is { Executed: true }
            ? t[
                "Several programs were drawn for the same task and all of them were run. Programs that are written differently and come to the same "
                    + "result are a good sign. It is no proof: they may share one misreading of the question or of a column, so look at the program "
                    + "and at the marked rows. One text drawn several times says little more than the text once."]
            : t["This counts what the model wrote, not what was computed: samples of one model often repeat the same mistake."];
    }

    /// <summary>How an answer was reached, where the vote itself gave no reason.</summary>
    public static string By(AnsweredBy by, IStringLocalizer<Texts> t)
    {
        return by switch
        {
            AnsweredBy.Finish => t["The planner chose to finish, and its answer won the vote."],
            AnsweredBy.Shortcut => t["The plans of the first step agreed on it, so the loop ended early."],
            AnsweredBy.PreAnswerVote => t["The steps came to no conclusion; the answers that the first plans had reached were put to a vote."],
            AnsweredBy.DirectFallback => t["The steps came to no conclusion; a direct request gave this answer."],
            _ => t["The samples were put to one vote."],
        };
    }

    /// <summary>A short name of the same: a key of the texts.</summary>
    public static string ShortBy(AnsweredBy by) => by switch
    {
        AnsweredBy.Finish => "Finished by vote",
        AnsweredBy.Shortcut => "Early agreement",
        AnsweredBy.PreAnswerVote => "Vote of first plans",
        AnsweredBy.DirectFallback => "Direct answer",
        _ => "One vote",
    };
}

/// <summary>One sentence that says what was computed: the winning plan's own text, and what it was computed from.</summary>
/// <param name="Text">"sum of revenue for each region", as the planner wrote it.</param>
/// <param name="From">"from 12 rows of orders".</param>
public sealed record AnswerSentence(string Text, string From)
{
    /// <summary>The sentence; null where no action is recorded.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rowCount">Rows of the question's only table; null where there are several, or it is not known.</param>
    /// <param name="t">The texts of the page.</param>
    public static AnswerSentence? Of(RunTimeline run, int? rowCount, IStringLocalizer<Texts> t)
    {
        if (run.Answer is not { Agreement: { Executed: true } agreement } answer || run.Question is not { } question)
        {
            return null;
        }

        var step = run.Steps.FirstOrDefault(step => step.Number == (answer.EvidenceStep ?? agreement.Step));
        var text = step?.Chosen is { Action: not "finish" } chosen ? chosen.Argument
            : step?.Plans?.Samples.FirstOrDefault(
                static plan => plan is { Status: PlanStatus.Valid, Action: not "finish", Argument.Length: > 0 })?.Argument;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = run.ByStandIn ? t.Reading(text.Trim()) : text.Trim().TrimEnd('.');
        return new(Show.Cut(text, 240), SourceOf(run, rowCount, t));
    }

    /// <summary>"– from 12 rows of orders."; nothing while the question is not there.</summary>
    public static string SourceOf(RunTimeline run, int? rowCount, IStringLocalizer<Texts> t) => run.Question?.Tables switch
    {
        null => string.Empty,
        [var only] when rowCount is { } rows => t["– from {0} of {1}.", t.Count(rows, "{0} row", "{0} rows"), only.Name],
        var tables => t["– from {0}.", t.List([.. tables.Select(static table => table.Name)])].Value,
    };
}
