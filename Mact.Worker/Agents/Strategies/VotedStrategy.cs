using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Strategies;

/// <summary>How many samples of each kind are drawn for a whole question, and what they count.</summary>
/// <param name="Answers">Direct answers.</param>
/// <param name="Programs">Programs.</param>
/// <param name="Weights">In their vote.</param>
internal sealed record Ballots(int Answers, int Programs, VoteWeights Weights)
{
    /// <summary>Direct answers that are drawn afterwards where the programs do not agree.</summary>
    public int LateAnswers { get; init; }

    /// <summary>The ballots of a run.</summary>
    public static Ballots Of(Run run)
    {
        var options = run.Options;
        var (answers, programs) = (options.PlanSamples, options.CodeSamples);

        // A direct answer reads as well as a program where the question needs reading; elsewhere it counts as a guess does.
        var reading = NeedsReading(run);
        var mixed = new VoteWeights(options.ExecutedWeight, reading ? options.ExecutedWeight : options.GuessWeight) { ExecutedMajorityWins = false };
        return options.Strategy switch
        {
            Strategy.Direct => new(answers, 0, VoteWeights.Equal),
            Strategy.Mix => new((answers + 1) / 2, Math.Max(1, programs / 2), VoteWeights.Equal),
            Strategy.Sql =>
                new(options.Ballots == BallotKinds.Mixed ? answers : 0, programs, options.Ballots == BallotKinds.Mixed ? mixed : VoteWeights.Equal),
            _ => options.Ballots switch
            {
                BallotKinds.Programs => new(0, programs, mixed),
                BallotKinds.Mixed => new(answers, programs, mixed),
                _ => new(reading ? answers : 0, programs, mixed) { LateAnswers = reading ? 0 : answers },
            },
        };
    }

    // A text that belongs to the tables, or columns of sentences in them.
    private static bool NeedsReading(Run run) =>
        run.Question.Context.Count > 0 || run.Tables.Any(table => Enumerable.Range(0, table.Columns.Count).Any(column =>
    {
        const int rows = 50;
        const int words = 8;
        var texts = Enumerable.Range(0, Math.Min(rows, table.RowCount))
            .Select(row => table[row, column].Text)
            .Where(text => text.Length > 0)
            .ToList();
        return texts.Count > 0 && texts.Average(text => text.Split(' ').Length) >= words;
    }));
}

/// <summary>What samples for a whole question came to.</summary>
/// <param name="Written">Direct answers by sample; null where a sample gives none.</param>
/// <param name="Result">What the programs came to; null where none were asked.</param>
/// <param name="Vote">Over both; null where nobody said anything.</param>
internal sealed record WholeQuestion(IReadOnlyList<(int Sample, string? Answer)> Written, ToolResult? Result, VoteResult? Vote)
{
    /// <summary>Samples asked, of both kinds.</summary>
    public int Asked => Written.Count + (Result?.Asked ?? 0);

    /// <summary>The executed result that won; null where none did.</summary>
    public ResultGroup? Winner => Result?.Results.FirstOrDefault(group => group.Canonical == Vote?.Key);

    /// <summary>The program behind the winner.</summary>
    public string? Sql => Winner is { } winner ? Result!.Samples.First(sample => sample.Index == winner.Samples[0]).Code : null;

    /// <summary>Samples for the winner over samples asked.</summary>
    public Agreement Agreement =>
        new((Vote?.Winner.Executed.Count ?? 0) + (Vote?.Winner.Guessed.Count ?? 0), Asked, Winner is null ? 0 : 1, Winner is not null)
        {
            Programs = Winner is { } winner ? ToolFailure.AgreementOf(Result!, winner, 1).Programs : null,
        };
}

/// <summary>Programs for the whole question, direct answers, or both, and one vote.</summary>
internal sealed class VotedStrategy(Run run, DirectAnswers direct, SqlTool sql, Ballots ballots) : IStrategy
{
    private const int Step = 1;
    private readonly AnswerRows _rows = new(run);

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken) =>
        await AnswerAsync(await DrawAsync(cancellationToken), cancellationToken);

    /// <summary>Draws both kinds at the same time, and direct answers afterwards where programs alone do not agree.</summary>
    public async Task<WholeQuestion> DrawAsync(CancellationToken cancellationToken)
    {
        var programs = ballots.Programs == 0
            ? Task.FromResult<ToolResult?>(null)
            : ProgramsAsync(cancellationToken);
        var answers = ballots.Answers == 0
            ? Task.FromResult<IReadOnlyList<(int Sample, string? Answer)>>([])
            : AnswersAsync(ballots.Answers, cancellationToken);
        await Task.WhenAll(programs, answers);
        var whole = Tally(await answers, await programs);
        return ballots.LateAnswers == 0 || whole.Agreement is { Executed: true } agreement && agreement.Share >= run.Options.AutoAgreement - 1e-9
            ? whole
            : Tally(await AnswersAsync(ballots.LateAnswers, cancellationToken), whole.Result);
    }

    /// <summary>The outcome that a vote comes to.</summary>
    public async Task<Outcome> AnswerAsync(WholeQuestion whole, CancellationToken cancellationToken)
    {
        if (Refused(whole) is { } halted)
        {
            return halted;
        }

        if (AnswerVote.Nothing(whole.Written, whole.Vote, run.Cells.Contains, whole.Result) is { } none)
        {
            return Verdict.Nothing(AnsweredBy.Vote, none, null, run.Options.MinAgreement);
        }

        if (whole.Vote is not { } vote)
        {
            return whole.Result is { } result && ToolFailure.IsNothing(result)
                ? Verdict.Nothing(
                    AnsweredBy.Vote,
                    new(ToolFailure.EmptyOf(result), result.Asked, Step, Executed: true),
                    result.Samples.First(sample => sample.Status == ToolSampleStatus.Empty).Code,
                    run.Options.MinAgreement)
                : new Outcome.Halted(
                    HaltReason.Steps, whole.Result is null ? (Sentence)"No sample gave an answer." : ToolFailure.Describe(whole.Result));
        }

        await AnswerVote.RecordAsync(
            run, "answer", Step, AnsweredBy.Vote, vote, whole.Agreement, accepted: true, "One vote over all samples.", cancellationToken);
        var (values, columns) = whole.Winner is { } winner
            ? _rows.Of(winner, whole.Sql, null, cancellationToken)
            : AnswerFormatter.Format(vote.Winner.Value, run.Question.Text, [], run.Cells) is var written
                ? (written.Values, written.Columns)
                : default;
        return Verdict.Of(
            new(values, AnsweredBy.Vote, whole.Agreement) { Columns = columns, Sql = whole.Sql, EvidenceStep = whole.Winner is null ? null : Step },
            run.Options.MinAgreement);
    }

    private async Task<ToolResult?> ProgramsAsync(CancellationToken cancellationToken) => await sql.RunAsync(
        new(
            "sql",
            Step,
            1,
            run.Question.Text,
            [],
            ballots.Programs)
        {
            Adaptive = run.Options.AdaptiveSampling && run.Options.Strategy != Strategy.Mix,
            EndingShare = run.Options.Strategy == Strategy.Auto ? Threshold : null,
            SettledAt = ballots.Answers > 0 ? null : Threshold,
        },
        cancellationToken);

    // The share that a result needs to be the answer.
    private double Threshold => Math.Max(run.Options.MinAgreement, run.Options.Strategy == Strategy.Auto ? run.Options.AutoAgreement : 0);

    private Task<IReadOnlyList<(int Sample, string? Answer)>> AnswersAsync(int answers, CancellationToken cancellationToken) =>
        direct.DrawAsync("direct", Step, 1, answers, [], ballots.Programs > 0 ? null : Threshold, cancellationToken);

    private WholeQuestion Tally(IReadOnlyList<(int Sample, string? Answer)> written, ToolResult? result)
    {
        var groups = result?.Results ?? [];
        List<Ballot> cast =
        [
            .. AnswerVote.Written(written, run.Cells.Contains).Select(
                ballot => ObservationVote.KeyOf(ballot.Display, groups) is { Length: > 0 } key ? ballot with { Key = key } : ballot),
        ];
        cast.AddRange(groups.SelectMany(group => result!.Samples.Where(sample => group.Samples.Contains(sample.Index)).Select(
            sample =>
                new Ballot(
                    group.Canonical, ObservationText.Of(group, null, run.Settings.ObservationRows), Executed: true, written.Count + sample.Index)
                {
                    Weight = ObservationVote.WeightOf(sample),
                })));
        return new(written, result, Vote.Tally(cast, ballots.Weights));
    }

    private Outcome.Halted? Refused(WholeQuestion whole)
    {
        if (whole.Written.Count > 0)
        {
            return NotUnderstood.Majority([.. whole.Written.Select(answer => answer.Answer)]);
        }

        // A coder that cannot make sense of the question says so where a program should be.
        var replies = run.Log.Find<ModelCall>("sql/code/0")?.Reply.Completions ?? [];
        return whole.Result is { Results.Count: 0 } ? NotUnderstood.Majority([.. replies.Select(reply => reply.Text)]) : null;
    }
}

/// <summary>
/// Programs for the whole question first, and direct answers where there is text to read: two requests for most questions. Where they do not agree,
/// the agent goes on, and what is known by then is its first observation.
/// </summary>
internal sealed class AutoStrategy(Run run, VotedStrategy voted, AgentStrategy agent) : IStrategy
{
    private const int Step = 1;

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        var whole = await voted.DrawAsync(cancellationToken);
        if (whole is { Winner: not null } && whole.Agreement.Share >= run.Options.AutoAgreement - 1e-9)
        {
            return await voted.AnswerAsync(whole, cancellationToken);
        }

        agent.Begin(await KnownAsync(whole, cancellationToken));
        return await agent.RunAsync(cancellationToken);
    }

    private async Task<AcceptedStep> KnownAsync(WholeQuestion whole, CancellationToken cancellationToken)
    {
        const string thought =
            "First the whole question, put to programs and asked directly; they do not agree, so it has to be taken apart and checked.";
        var question = run.Question.Text;
        await run.Log.AppendAsync(
            "auto/chosen",
            new ActionChosen(Step, run.Options.Selection, thought, Plans.ActionNames.RecordName(Plans.ActionKind.Operate), question, 0, [], null),
            cancellationToken);
        var winner = whole.Winner;
        var table = winner is null ? null : run.Workbench.NameOf(Step);
        var said = Describe(whole, table);
        var observed = await run.Log.AppendAsync(
            "auto/observed",
            new Observed(
                Step,
                said.ToString(),
                winner is not null,
                winner is null ? null : whole.Agreement,
                whole.Vote?.Options ?? [],
                table,
                whole.Sql,
                whole.Vote?.Tie)
            { Sentence = said.WithValues() },
            cancellationToken);
        if (table is not null)
        {
            run.Workbench.KeepProgram(table, observed.Sql!);
        }

        return new(Step, Plans.ActionKind.Operate, question, thought, observed, winner)
        {
            IsKnown = true,
            MetNothing = whole.Result is { } result && ToolFailure.IsNothing(result) ? result.Asked : null,
        };
    }

    private Sentence Describe(WholeQuestion whole, string? table)
    {
        const int shown = 5;
        List<Sentence> lines = [];
        foreach (var group in (whole.Result?.Results ?? []).Take(shown))
        {
            lines.Add(
                $"{group.Samples.Count} of {whole.Result!.Asked} programs give: "
                    + $"{ObservationText.Of(group, group == whole.Winner ? table : null, shown)}");
        }

        if (whole.Result is { Results.Count: 0 } failed)
        {
            lines.Add(ToolFailure.Describe(failed));
        }

        lines.AddRange(AnswerVote.Written(whole.Written, run.Cells.Contains)
            .GroupBy(ballot => ballot.Key, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Take(shown)
            .Select(group => (Sentence)$"{group.Count()} of {whole.Written.Count} direct answers say: {group.First().Display}"));
        return lines.Count == 0 ? ToolFailure.Nothing : Sentence.Join(lines, "\n");
    }
}
