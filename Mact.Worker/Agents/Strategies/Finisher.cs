using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Selection;

namespace Mact.Worker.Agents.Strategies;

/// <summary>Ends a run with the answer that the plans finish with.</summary>
internal sealed class Finisher(Run run)
{
    public async Task<Outcome> FinishAsync(
        int turn, ActionCluster chosen, IReadOnlyList<ParsedPlan> plans, AgentState state, CancellationToken cancellationToken)
    {
        var ballots = AnswerVote.Written(plans.Where(plan => plan.Kind == ActionKind.Finish).Select(plan => (plan.Sample.Index, (string?)plan.Argument))).ToList();
        var vote = WithWinner(Vote.Tally(ballots, VoteWeights.Equal), chosen);
        var finishVote = new Agreement(chosen.Plans.Count, run.Options.PlanSamples, state.Step, Executed: false);
        await AnswerVote.RecordAsync(
            run,
            string.Create(CultureInfo.InvariantCulture, $"{turn}/answer"),
            state.Step,
            AnsweredBy.Finish,
            vote,
            finishVote,
            accepted: true,
            string.Create(CultureInfo.InvariantCulture, $"{finishVote.Votes} of {finishVote.Of} plans finish with it."),
            cancellationToken);

        var executed = state.Steps.Where(step => step.Winner is not null).Reverse().ToList();
        var (values, evidence) = AnswerFormatter.Format(chosen.First.Argument, run.Question.Text, [.. executed.Select(step => step.Winner!)]);
        var source = executed.Find(step => ReferenceEquals(step.Winner, evidence) && evidence is not null);
        return Verdict.Of(
            new(values, AnsweredBy.Finish, AnswerAgreement.Of(state.Steps, finishVote))
            {
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
