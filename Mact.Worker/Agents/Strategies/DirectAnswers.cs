using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Runs;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Strategies;

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
