using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Runs;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Selection;

/// <summary>One judge request names the candidate. Consistency where there is only one, or the judge names none.</summary>
internal sealed partial class JudgeSelector(Run run) : IActionSelector
{
    public async Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken)
    {
        if (context.Clusters.Count == 1)
        {
            return context.Clusters[0];
        }

        var candidates = context.Clusters.Select((cluster, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"Candidate {index + 1}: {Cut(cluster.First.Sample.Thought)}\n{Cut(ActionNames.Display(cluster.Kind, cluster.First.Argument))}")).ToList();
        var call = await run.Caller.CallAsync(
            new(
                string.Create(CultureInfo.InvariantCulture, $"{context.Turn}/judge"),
                CallPurpose.Judge,
                context.Step,
                1,
                SeedSequence.Base(run.Question, context.Step, CallPurpose.Judge, context.Turn),
                run.Settings.JudgeMaxTokens,
                share => run.Prompts.Judge(context.Steps, candidates, share)),
            cancellationToken);
        var text = call.Completions.Count == 0 ? string.Empty : ReplyText.Clean(call.Completions[0].Text, 50_000);
        var named = Best().Matches(text).LastOrDefault();
        return named is not null
            && int.TryParse(named.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= context.Clusters.Count
            ? context.Clusters[number - 1]
            : ConsistencySelector.Choose(context);
    }

    private static string Cut(string text) => text.Length <= 1_000 ? text : text[..1_000];

    // White space is bounded: without a bound, a reply of nothing but it would take quadratic time.
    [GeneratedRegex(@"\bbest\s{0,20}(candidate)?\s{0,20}:\s{0,20}(candidate\s{0,20})?(?<number>\d{1,3})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Best();
}
