using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Strategies;

/// <summary>The baselines: direct answers, programs for the whole question, or half of each, and one vote with equal weights.</summary>
internal sealed class VotedStrategy(Run run, DirectAnswers direct, SqlTool sql, int answers, int programs) : IStrategy
{
    private const int Step = 1;

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        var written = answers == 0 ? [] : await direct.DrawAsync("direct", Step, 1, answers, [], cancellationToken);
        var result = programs == 0
            ? null
            : await sql.RunAsync(
                new("sql", Step, 1, run.Question.Text, [], programs) { Adaptive = run.Options.AdaptiveSampling && answers == 0 }, cancellationToken);
        if (Refused(written, result) is { } halted)
        {
            return halted;
        }

        var groups = result?.Results ?? [];
        List<Ballot> ballots = [.. AnswerVote.Written(written).Select(ballot => ballot with { Key = ObservationVote.KeyOf(ballot.Display, groups) })];
        ballots.AddRange(groups.SelectMany(group => group.Samples.Select(
            sample => new Ballot(group.Canonical, ObservationText.Of(group, null, run.Settings.ObservationRows), Executed: true, answers + sample))));
        var vote = Vote.Tally(ballots, VoteWeights.Equal);
        if (vote is null)
        {
            return new Outcome.Halted(HaltReason.Steps, result is null ? "No sample gave an answer." : ToolFailure.Describe(result));
        }

        return await AnswerAsync(vote, groups, result, cancellationToken);
    }

    private async Task<Outcome> AnswerAsync(VoteResult vote, IReadOnlyList<ResultGroup> groups, ToolResult? result, CancellationToken cancellationToken)
    {
        var winner = groups.FirstOrDefault(group => group.Canonical == vote.Key);
        var agreement = new Agreement(vote.Winner.Executed.Count + vote.Winner.Guessed.Count, answers + (result?.Asked ?? 0), winner is null ? 0 : Step, winner is not null);
        await AnswerVote.RecordAsync(
            run, "answer", Step, AnsweredBy.Vote, vote, agreement, accepted: true, "One vote over all samples.", cancellationToken);
        var values = winner is null
            ? AnswerFormatter.Format(vote.Winner.Value, run.Question.Text, []).Values
            : AnswerFormatter.Values(winner);
        return Verdict.Of(
            new(values, AnsweredBy.Vote, agreement)
            {
                Sql = winner is null ? null : result!.Samples.First(sample => sample.Index == winner.Samples[0]).Code,
                EvidenceStep = winner is null ? null : Step,
            },
            run.Options.MinAgreement);
    }

    private Outcome.Halted? Refused(IReadOnlyList<(int Sample, string? Answer)> written, ToolResult? result)
    {
        if (written.Count > 0)
        {
            return NotUnderstood.Majority([.. written.Select(answer => answer.Answer)]);
        }

        // A coder that cannot make sense of the question says so where a program should be.
        var replies = run.Log.Find<ModelCall>("sql/code/0")?.Completions ?? [];
        return result is { Results.Count: 0 } ? NotUnderstood.Majority([.. replies.Select(reply => reply.Text)]) : null;
    }
}

/// <summary>Draws chain-of-thought answers in one request.</summary>
internal sealed partial class DirectAnswers(Run run)
{
    private const int MaxReplyLength = 200_000;
    private const int MaxAnswerLength = 4_000;

    /// <summary>One for each sample; null where a sample gives none.</summary>
    public async Task<IReadOnlyList<(int Sample, string? Answer)>> DrawAsync(
        string key, int step, int draw, int samples, IReadOnlyList<PromptStep> steps, CancellationToken cancellationToken)
    {
        var call = await run.Caller.CallAsync(
            new(
                key,
                CallPurpose.Direct,
                step,
                samples,
                SeedSequence.Base(run.Question, step, CallPurpose.Direct, draw),
                run.Settings.DirectMaxTokens,
                share => run.Prompts.Direct(steps, share)),
            cancellationToken);
        return [.. call.Completions.Select(completion => (completion.Index, Read(completion)))];
    }

    /// <summary>The text after the last "Answer:"; a cut reply counts only where that line is complete.</summary>
    internal static string? Read(Completion completion)
    {
        var text = ReplyText.Clean(completion.Text, MaxReplyLength);
        var found = Answer().Matches(text).LastOrDefault();
        if (found is null)
        {
            return FinishArgument(completion);
        }

        var answer = found.Groups["answer"].Value.Trim().Trim('*', '`').Trim();
        var cut = completion.Status == CompletionStatus.Truncated && text.TrimEnd().EndsWith(answer, StringComparison.Ordinal);
        return cut || answer.Length is 0 or > MaxAnswerLength ? null : answer;
    }

    // Models that know the planner's form use it here, too.
    private static string? FinishArgument(Completion completion) => PlanParser.Parse(completion, 1).Sample.RolloutAnswer;

    [GeneratedRegex(@"^[ \t>#-]*(final )?answer[ \t]*:[ \t]*(?<answer>[^\n]*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Answer();
}
