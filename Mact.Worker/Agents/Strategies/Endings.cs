using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Selection;

namespace Mact.Worker.Agents.Strategies;

/// <summary>Ends a run with the answer that the plans finish with.</summary>
internal sealed class Finisher(Run run)
{
    private readonly AnswerRows _rows = new(run);

    public async Task<Outcome> FinishAsync(
        int turn, ActionCluster chosen, IReadOnlyList<ParsedPlan> plans, AgentState state, CancellationToken cancellationToken)
    {
        var written = chosen.First.Argument;
        var ballots = AnswerVote.Written(
            plans.Where(plan => plan.Kind == ActionKind.Finish).Select(plan => (plan.Sample.Index, (string?)plan.Argument)),
            state.Knows(run.Cells)).ToList();
        var vote = WithWinner(Vote.Tally(ballots, VoteWeights.Equal), chosen);
        var finishVote = new Agreement(chosen.Plans.Count, run.Options.PlanSamples, state.Step, Executed: false);
        await AnswerVote.RecordAsync(
            run,
            $"{turn}/answer",
            state.Step,
            AnsweredBy.Finish,
            vote,
            finishVote,
            accepted: true,
            $"{finishVote.Votes} of {finishVote.Of} plans finish with it.",
            cancellationToken);

        var executed = state.Steps.Where(step => step.Winner is not null).Reverse().ToList();
        if (
            executed.Count == 0
                && FinishGuard.IsPlaceholder(written, state.Knows(run.Cells))
                    && state.Steps.LastOrDefault(step => step.MetNothing is not null) is { } empty)
        {
            return Verdict.Nothing(
                AnsweredBy.Finish,
                new(empty.MetNothing!.Value, empty.MetNothing.Value, empty.Number, Executed: true),
                null,
                run.Options.MinAgreement);
        }

        var named = state.Named(written, run.Cells);
        var formatted = named is not null
            ? new FormattedAnswer(AnswerFormatter.Values(named.Winner!), named.Winner) { IsWhole = true }
            : AnswerFormatter.Format(written, run.Question.Text, [.. executed.Select(step => step.Winner!)], run.Cells);
        var source = formatted.Evidence is null ? null : executed.Find(step => ReferenceEquals(step.Winner, formatted.Evidence));
        var (values, columns) = formatted.IsWhole && source is not null
            ? _rows.Of(source.Winner!, source.Observed.Sql, named is null ? null : AgentState.ColumnOf(written, named), cancellationToken)
            : (formatted.Values, formatted.Columns);
        return Verdict.Of(
            new(values, AnsweredBy.Finish, AnswerAgreement.Of(state.Steps, finishVote))
            {
                Columns = columns,
                FinishVote = finishVote,
                Sql = (source ?? executed.FirstOrDefault())?.Observed.Sql,
                EvidenceStep = source?.Number,
            },
            run.Options.MinAgreement);
    }

    // The strategy chose the action, and with it the answer, whatever the plain count of answers says.
    private static VoteResult WithWinner(VoteResult? vote, ActionCluster chosen)
    {
        var key = CanonicalForm.OfText(chosen.First.Argument).Hash;
        var winner = new VoteOption(chosen.First.Argument, chosen.Plans.Count, [], [.. chosen.Plans.Select(plan => plan.Sample.Index)]);
        return new(key, [winner, .. vote?.Options.Where(option => CanonicalForm.OfText(option.Value).Hash != key) ?? []], vote?.Tie);
    }
}

/// <summary>Where the loop did not finish: the answers that the first plans reached; else answers without tools; else no answer.</summary>
internal sealed class Fallback(Run run, DirectAnswers direct)
{
    private readonly AnswerRows _rows = new(run);

    public async Task<Outcome> AnswerAsync(AgentState state, CancellationToken cancellationToken)
    {
        var known = state.Knows(run.Cells);
        var reached = AnswerVote.Written(state.FirstPlans.Select(plan => (plan.Sample.Index, plan.Sample.RolloutAnswer)), known).ToList();
        if (Vote.Tally(reached, VoteWeights.Equal) is { } vote)
        {
            return await AcceptAsync(
                "fallback/preAnswer",
                AnsweredBy.PreAnswerVote,
                vote,
                run.Options.PlanSamples,
                state,
                "The loop did not finish; the first plans reach this.",
                cancellationToken);
        }

        var answers = await direct.DrawAsync(
            "fallback/direct", state.Step, 0, run.Options.PlanSamples, state.Scratchpad, settledAt: 0, cancellationToken);
        if (NotUnderstood.Majority([.. answers.Select(answer => answer.Answer)]) is { } halted)
        {
            return halted;
        }

        var voted = Vote.Tally([.. AnswerVote.Written(answers, known)], VoteWeights.Equal);
        if (AnswerVote.Nothing(answers, voted, known) is { } none)
        {
            return Verdict.Nothing(AnsweredBy.DirectFallback, none, null, run.Options.MinAgreement);
        }

        return voted is { } directVote
            ? await AcceptAsync(
                "fallback/answer",
                AnsweredBy.DirectFallback,
                directVote,
                run.Options.PlanSamples,
                state,
                "The loop did not finish; asked directly.",
                cancellationToken)
            : new Outcome.Halted(HaltReason.Steps, "No answer was found within the allowed steps. Allow more steps, or ask a narrower question.");
    }

    private async Task<Outcome> AcceptAsync(
        string key, AnsweredBy by, VoteResult vote, int asked, AgentState state, Sentence reason, CancellationToken cancellationToken)
    {
        var agreement = AnswerAgreement.Unsupported(state.Steps) ?? new Agreement(vote.Winner.Guessed.Count, asked, 0, Executed: false);
        await AnswerVote.RecordAsync(run, key, state.Step, by, vote, agreement, accepted: true, reason, cancellationToken);
        var executed = state.Steps.Where(step => step.Winner is not null).Reverse().ToList();
        var formatted = AnswerFormatter.Format(vote.Winner.Value, run.Question.Text, [.. executed.Select(step => step.Winner!)], run.Cells);
        var source = formatted.IsWhole ? executed.Find(step => ReferenceEquals(step.Winner, formatted.Evidence)) : null;
        var (values, columns) = source is null
            ? (formatted.Values, formatted.Columns)
            : _rows.Of(source.Winner!, source.Observed.Sql, null, cancellationToken);
        return Verdict.Of(new(values, by, agreement) { Columns = columns }, run.Options.MinAgreement);
    }
}
