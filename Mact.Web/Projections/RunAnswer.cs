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

    /// <summary>What is to be said in place of values: that no row meets the question. Null where the values say it all.</summary>
    public string? Message { get; init; }

    /// <summary>Samples that came to the answer in another form, and that the agreement does not count.</summary>
    public int InAnotherForm { get; init; }

    /// <summary>How the answer stands to what was executed.</summary>
    public AnswerBasis Basis { get; init; }

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
        var others = OtherVoices.Of(answered, timeline.Records);
        return new(
            answered.Answer,
            answered.By,
            answered.Agreement,
            TrustOf(answered.Agreement, others),
            vote?.Reason ?? string.Empty,
            others.Dissent,
            answered.Sql,
            threshold)
        {
            FinishVote = answered.FinishVote,
            Message = answered.Message,
            InAnotherForm = others.InAnotherForm,
            Basis = others.Basis,
            EvidenceStep = answered.EvidenceStep,
        };
    }

    private static AnswerTrust TrustOf(Agreement? agreement, OtherVoices others) => agreement switch
    {
        null or { Of: 0 } => AnswerTrust.NotVoted,
        _ when others.Basis == AnswerBasis.Written => AnswerTrust.NotExecuted,
        { Of: 1 } => AnswerTrust.Single,
        _ when (agreement.Votes + others.InAnotherForm) * 2 <= agreement.Of => AnswerTrust.Low,
        _ when agreement.Votes + others.InAnotherForm < agreement.Of => AnswerTrust.Majority,
        _ => AnswerTrust.Unanimous,
    };
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

/// <summary>Results that lost a vote, in text.</summary>
public static class DissentText
{
    /// <summary>The result as the tables of the question write it; as it stands where none was executed.</summary>
    public static string Show(this Dissent dissent, SourceForms forms)
    {
        if (dissent.Result is not { } group)
        {
            return dissent.Value;
        }

        var columns = AnswerResult.ColumnsOf(group.Columns, group.Rows, dissent.Sql, forms);
        return Dissent.TextOf(group, (index, cell) => columns.ElementAtOrDefault(index)?.Show(cell) ?? cell);
    }

    /// <summary>"1 program", "2 plans", or both; what a direct request wrote is an answer.</summary>
    public static string Voices(this Dissent dissent, IStringLocalizer<Texts> t)
    {
        var written = dissent.ByAnswers ? t.Count(dissent.Plans, "{0} answer", "{0} answers") : t.Count(dissent.Plans, "{0} plan", "{0} plans");
        return (dissent.Programs, dissent.Plans) switch
        {
            ( > 0, > 0) => $"{t.Count(dissent.Programs, "{0} program", "{0} programs")}, {written}",
            ( > 0, _) => t.Count(dissent.Programs, "{0} program", "{0} programs"),
            _ => written,
        };
    }
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

    // The answer is another than what these programs gave.
    private static string OfStep(Agreement agreement, IStringLocalizer<Texts> t) => agreement switch
    {
        { Votes: 0 } => t["None of {0} programs gave a result", agreement.Of],
        { Of: 1 } => t["{0} of {1} program gave the result of a step before the answer", agreement.Votes, agreement.Of],
        _ => t["{0} of {1} programs agree on a step before the answer", agreement.Votes, agreement.Of],
    };

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

    /// <summary>
    /// The same, whether these programs are one text drawn again and again or written in different ways, and how many more came to it in another
    /// form.
    /// </summary>
    public static string Full(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var text = WithPrograms(run, t);
        return run.Answer is not { InAnotherForm: > 0 and var others } ? text
            : t["{0}; {1} more gave it in another form", text, others].Value;
    }

    private static string WithPrograms(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var text = run.Answer is { Basis: not AnswerBasis.Voted, Agreement: { Executed: true } other }
            ? OfStep(other, t)
            : Of(run.Answer?.Agreement, t);
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

/// <summary>One sentence that says what was computed: the winning plan's own text, or what the winning program does, and from what.</summary>
/// <param name="Text">"sum of revenue for each region", as the planner wrote it or the program says.</param>
/// <param name="From">"from 12 rows of orders".</param>
public sealed record AnswerSentence(string Text, string From)
{
    /// <summary>The sentence; null where nothing was computed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="forms">What is known of the question's tables.</param>
    /// <param name="t">The texts of the page.</param>
    public static AnswerSentence? Of(RunTimeline run, SourceForms forms, IStringLocalizer<Texts> t)
    {
        if (run.Answer is not { Agreement: { Executed: true } agreement, Basis: not AnswerBasis.Written } answer || run.Question is null)
        {
            return null;
        }

        var step = run.Steps.FirstOrDefault(step => step.Number == (answer.EvidenceStep ?? agreement.Step));
        var text = step?.Chosen is { Action: not "finish" } chosen ? chosen.Argument
            : step?.Plans?.Samples.FirstOrDefault(
                static plan => plan is { Status: PlanStatus.Valid, Action: not "finish", Argument.Length: > 0 })?.Argument;

        // Where the whole question was put to programs there is no plan but the program.
        if (string.IsNullOrWhiteSpace(text))
        {
            return answer.Sql is { } sql ? new(ProgramSentence.Of(sql, forms.HasNumbers, t), SourceOf(run, forms.RowCount, t)) : null;
        }

        text = run.ByStandIn ? t.Reading(text.Trim()) : text.Trim().TrimEnd('.');
        return new(Show.Cut(text, 240), SourceOf(run, forms.RowCount, t));
    }

    /// <summary>"– from 12 rows of orders."; nothing while the question is not there.</summary>
    public static string SourceOf(RunTimeline run, int? rowCount, IStringLocalizer<Texts> t) => run.Question?.Tables switch
    {
        null => string.Empty,
        [var only] when rowCount is { } rows => t["– from {0} of {1}.", t.Count(rows, "{0} row", "{0} rows"), only.Name],
        var tables => t["– from {0}.", t.List([.. ReadBy(run.Answer?.Sql, tables).Select(static table => table.Name)])].Value,
    };

    // A question may have tables that its program does not read; where a step of before reads them, all are named.
    private static IEnumerable<TableRef> ReadBy(string? sql, IReadOnlyList<TableRef> tables)
    {
        var names = SqlHighlighter.Tokens(sql ?? string.Empty)
            .SelectMany(static token => token.Kind == "name" ? [SelectLists.Bare(token.Text)] : SourceForms.WordsOf(token.Text))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var read = tables.Where(table => names.Contains(table.Name)).ToList();
        return read.Count == 0 || names.Any(static name => name.StartsWith("step", StringComparison.OrdinalIgnoreCase)) ? tables : read;
    }
}
