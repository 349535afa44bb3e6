using Mact.Worker.Tests.Models;

namespace Mact.Benchmarks.Sampling;

/// <summary>
/// <c>requests</c>: what a question of one step costs in requests on a server of each family, for a process that does not know it and for one that
/// does. The servers are scripted; nothing is measured in time.
/// </summary>
internal static class RequestsPerQuestion
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync("| server | first question | later questions | samples a question |");
        await Console.Out.WriteLineAsync("|---|---|---|---|");
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

        await Console.Out.WriteLineAsync(unanswered == 0 ? "Every question was answered." : $"{unanswered} questions were not answered.");
        return unanswered == 0 ? 0 : 1;
    }
}
