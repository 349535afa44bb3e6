using Mact.Worker.Tests.Models;

namespace Mact.Benchmarks.Sampling;

/// <summary>
/// <c>requests</c>: what a question costs on scripted servers, in requests and tokens: by strategy, and by server for a process that does not know it
/// and for one that does. Nothing is measured in time.
/// </summary>
internal static class RequestsPerQuestion
{
    private static readonly (string Name, QuestionOptions Options)[] Strategies =
    [
        ("`direct`", new() { Strategy = Strategy.Direct }),
        ("`sql`, all at once", new() { Strategy = Strategy.Sql, AdaptiveSampling = false }),
        ("`sql`", new() { Strategy = Strategy.Sql }),
        ("`mix`", new() { Strategy = Strategy.Mix }),
        ("`auto`", new()),
        ("`agent`, the check of the first step on", new() { Strategy = Strategy.Agent }),
        ("`agent`", new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off }),
    ];

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var unanswered = await ByStrategyAsync(cancellationToken) + await ByServerAsync(cancellationToken);
        await Console.Out.WriteLineAsync(unanswered == 0 ? "Every question was answered." : $"{unanswered} questions were not answered.");
        return unanswered == 0 ? 0 : 1;
    }

    private static async Task<int> ByStrategyAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("| strategy | requests | samples | prompt tokens | output tokens |\n|---|---|---|---|---|");
        var unanswered = 0;
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.All[0]);

        // The server is known: what is learnt of it with a first question is no part of another's price.
        await question.AskAsync(cancellationToken: cancellationToken);
        foreach (var (name, options) in Strategies)
        {
            unanswered += await question.AskAsync(options, cancellationToken: cancellationToken) is Outcome.Answered { Answer: ["Owen"] } ? 0 : 1;
            var usage = question.Calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Reply.Usage);
            await Console.Out.WriteLineAsync(
                $"| {name} | {question.Endpoint.Chats.Count} | {question.Calls.Sum(static call => call.N)} | {usage.InputTokens} | "
                    + $"{usage.OutputTokens} |");
        }

        return unanswered;
    }

    private static async Task<int> ByServerAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("\n| server | first question | later questions | samples a question |\n|---|---|---|---|");
        var unanswered = 0;
        foreach (var family in ServerFamilies.All)
        {
            await using var question = await FamilyQuestion.StartAsync(family);
            unanswered += await question.AskAsync(cancellationToken: cancellationToken) is Outcome.Answered { Answer: ["Owen"] } ? 0 : 1;
            var first = question.Endpoint.Chats.Count;
            unanswered += await question.AskAsync(cancellationToken: cancellationToken) is Outcome.Answered { Answer: ["Owen"] } ? 0 : 1;
            var samples = question.Calls.Sum(static call => call.N);
            await Console.Out.WriteLineAsync($"| {family.Name} | {first} | {question.Endpoint.Chats.Count} | {samples} |");
        }

        return unanswered;
    }
}
