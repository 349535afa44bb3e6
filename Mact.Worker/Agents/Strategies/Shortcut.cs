using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Tools;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Strategies;

/// <summary>What became of the shortcut.</summary>
/// <param name="Outcome">The end of the run, or null where the loop goes on.</param>
/// <param name="Contradicted">A program gave another result than the plans expect: none of them may finish now.</param>
internal sealed record ShortcutDecision(Outcome? Outcome, bool Contradicted)
{
    /// <summary>Nothing came of it.</summary>
    public static ShortcutDecision GoOn { get; } = new(null, Contradicted: false);
}

/// <summary>
/// The efficiency module (MACT, section 3.4): where the roll-outs of the first planning call agree on an answer, it is given at
/// once (trust), or after one coder request whose executed result equals it (verify).
/// </summary>
internal sealed class Shortcut(Run run, SqlTool sql)
{
    /// <summary>The key of the check's records.</summary>
    public const string KeyPrefix = "verify";

    private const string VoteKey = "1/shortcut";

    public async Task<ShortcutDecision> TryAsync(IReadOnlyList<ParsedPlan> plans, CancellationToken cancellationToken)
    {
        if (run.Options.Shortcut == ShortcutMode.Off)
        {
            return ShortcutDecision.GoOn;
        }

        var vote = Vote.Tally(
            [
                .. AnswerVote.Written(
                    plans.Where(plan => plan.IsValid).Select(plan => (plan.Sample.Index, plan.Sample.RolloutAnswer)), run.Cells.Contains),
            ],
            VoteWeights.Equal);
        var agreement = new Agreement(vote?.Winner.Guessed.Count ?? 0, run.Options.PlanSamples, 1, Executed: false);
        if (vote is null || agreement.Share < run.Options.Alpha - 1e-9)
        {
            AgentTelemetry.ShortcutDecided("noAgreement");
            return ShortcutDecision.GoOn;
        }

        return run.Options.Shortcut == ShortcutMode.Trust
            ? await TrustAsync(vote, agreement, cancellationToken)
            : await VerifyAsync(vote, agreement, cancellationToken);
    }

    private async Task<ShortcutDecision> TrustAsync(VoteResult vote, Agreement agreement, CancellationToken cancellationToken)
    {
        await AnswerVote.RecordAsync(
            run, VoteKey, 1, AnsweredBy.Shortcut, vote, agreement, accepted: true, "The roll-outs agree; no program was run.", cancellationToken);
        AgentTelemetry.ShortcutDecided("trusted");
        var written = AnswerFormatter.Format(vote.Winner.Value, run.Question.Text, [], run.Cells);
        return new(
            Verdict.Of(new(written.Values, AnsweredBy.Shortcut, agreement) { Columns = written.Columns }, run.Options.MinAgreement),
            Contradicted: false);
    }

    private async Task<ShortcutDecision> VerifyAsync(VoteResult vote, Agreement agreement, CancellationToken cancellationToken)
    {
        var result = await sql.RunAsync(
            new(KeyPrefix, 1, 0, run.Question.Text, [], run.Options.CodeSamples)
            {
                Repair = false,
                Adaptive = run.Options.AdaptiveSampling,
                SettledAt = run.Options.MinAgreement,
            },
            cancellationToken);
        var executed = ObservationVote.Decide(result, [], VoteWeights.Equal);
        var group = executed is null ? null : result.Results.First(candidate => candidate.Canonical == executed.Key);
        var confirmed = group is not null && ObservationVote.KeyOf(vote.Winner.Value, [group]) == group.Canonical;
        var reason = confirmed ? "An executed program gives the same result."
            : group is null ? "No program gave a result to compare with."
            : "The executed programs give another result.";
        await AnswerVote.RecordAsync(run, VoteKey, 1, AnsweredBy.Shortcut, vote, agreement, confirmed, reason, cancellationToken);
        AgentTelemetry.ShortcutDecided(confirmed ? "confirmed" : "contradicted");
        if (!confirmed)
        {
            return new(null, Contradicted: group is not null);
        }

        var code = result.Samples.First(sample => sample.Index == group!.Samples[0]).Code;
        var formatted = AnswerFormatter.Format(vote.Winner.Value, run.Question.Text, [group!], run.Cells);
        var (values, columns) = formatted.IsWhole ? new AnswerRows(run).Of(group!, code, cancellationToken) : (formatted.Values, formatted.Columns);
        return new(
            Verdict.Of(
                new(values, AnsweredBy.Shortcut, ToolFailure.AgreementOf(result, group!, 1))
                {
                    Columns = columns,
                    Sql = code,
                    EvidenceStep = 1,
                },
                run.Options.MinAgreement),
            Contradicted: false);
    }
}
