using System.Collections.Concurrent;
using System.Diagnostics;
using Mact.Worker.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Benchmarks.Sampling;

/// <summary>
/// Five samples of one prompt: in one request, in five at once, in five one after the other, on a model whose delay is computed: a prompt is read
/// once (a server's prefix cache has it after that), and the samples of a request are written side by side.
/// </summary>
internal static class BatchComparison
{
    private const int Samples = 5;
    private const int Rounds = 5;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var model = new WrittenModel(static (_, seed) => Write(seed), "simulated");
        await using var endpoint = await ScriptedEndpoint.StartAsync(model);
        endpoint.Chat = Replies.Of(model, Delay());
        await using var services = SamplingServices.Build(endpoint.ApiAddress);
        var client = services.GetRequiredService<ISamplingClient>();
        (string Name, Func<SampleRequest, Task<IReadOnlyList<ModelReply>>> Draw)[] ways =
        [
            ("one request, n=5", async request => [await Sample(request)]),
            ("5 requests at once", async request => await Task.WhenAll(Singles(request).Select(Sample))),
            ("5 requests in turn", async request =>
            {
                var batches = new List<ModelReply>();
                foreach (var single in Singles(request))
                {
                    batches.Add(await Sample(single));
                }

                return batches;
            }),
        ];
        await Sample(Request("warm up"));

        Console.WriteLine("Five samples (simulated by a delay function; medians of 5 rounds)");
        Console.WriteLine($"{"",-20}{"wall",10}{"ratio",8}{"requests",10}{"prompt",10}{"cached",10}{"completion",12}");
        double? first = null;
        foreach (var (name, draw) in ways)
        {
            var walls = new List<double>();
            var usage = TokenUsage.None;
            for (var round = 0; round < Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var batches = await draw(Request($"{name} {round}"));
                walls.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                usage = batches.Aggregate(TokenUsage.None, static (sum, batch) => sum + batch.Usage);
            }

            var wall = walls.Order().ElementAt(Rounds / 2);
            first ??= wall;
            Console.WriteLine($"{name,-20}{wall,8:0.00} "
                    + $"s{wall / first,8:0.00}{usage.Requests,10}{usage.InputTokens,10}{usage.CachedTokens,10}{usage.OutputTokens,12}");
        }

        Task<ModelReply> Sample(SampleRequest request) => client.SampleAsync(request, new PatientObserver(), cancellationToken);
    }

    // Orders of magnitude of a model of 8 billion parameters on a data-centre GPU, in milliseconds; not measured here.
    private static Func<ReceivedRequest, TimeSpan> Delay()
    {
        const double MsPerPromptToken = 0.04;
        const double MsPerCompletionToken = 7;
        const int PromptTokens = 2000;
        var cached = new ConcurrentDictionary<string, TimeSpan>(StringComparer.Ordinal);
        return request =>
        {
            var longest = Enumerable.Range(0, request.N).Max(i => Length(request.Seed + i));
            var prompt = cached.TryAdd(request.Json.GetProperty("messages").GetRawText(), TimeSpan.Zero) ? PromptTokens * MsPerPromptToken : 0;
            return TimeSpan.FromMilliseconds(prompt + (longest * MsPerCompletionToken));
        };
    }

    private static IEnumerable<SampleRequest> Singles(SampleRequest request) =>
        Enumerable.Range(0, Samples).Select(i => request with { N = 1, Seed = request.Seed + i });

    /// <summary>About 2,000 tokens whose first ones differ, so that no prefix cache carries over from another way.</summary>
    private static SampleRequest Request(string id) => new(
        CallPurpose.Plan,
        [new ChatMessage(
            "user", id + string.Concat(Enumerable.Range(0, 500).Select(static i => $" row {i} ;")))],
        Samples,
        Temperature: 0.6,
        TopP: 0.95,
        Seed: 1,
        MaxTokens: 512);

    /// <summary>100 to 300 tokens, by the seed.</summary>
    private static string Write(long seed) => string.Concat(Enumerable.Repeat("word ", Length(seed)));

    private static int Length(long seed) => 100 + (int)(Math.Abs(seed) * 7919 % 200);
}
