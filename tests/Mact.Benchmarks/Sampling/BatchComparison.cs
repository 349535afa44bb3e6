using System.Diagnostics;
using System.Globalization;
using Mact.Core.Runs;
using Mact.DevServices.Model;
using Mact.DevServices.Model.Configuration;
using Mact.Worker.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Benchmarks.Sampling;

/// <summary>Five samples of one prompt: in one request, in five at once, in five one after the other; on the stand-in's Qwen3-8B on an H100.</summary>
internal static class BatchComparison
{
    private const int Samples = 5;
    private const int Rounds = 5;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new ModelStandInOptions();
        options.Latency.Profile = "qwen3-8b-h100";
        await using var host = await ModelEndpointHost.StartAsync(options, new ScriptedModel("qwen3-8b-simulated", static (_, seed) => Write(seed)), cancellationToken: cancellationToken);
        await using var services = SamplingServices.Build(host.ApiAddress);
        var client = services.GetRequiredService<ISamplingClient>();
        (string Name, Func<SampleRequest, Task<IReadOnlyList<SampleBatch>>> Draw)[] ways =
        [
            ("one request, n=5", async request => [await Sample(request)]),
            ("5 requests at once", async request => await Task.WhenAll(Singles(request).Select(Sample))),
            ("5 requests in turn", async request =>
            {
                var batches = new List<SampleBatch>();
                foreach (var single in Singles(request))
                {
                    batches.Add(await Sample(single));
                }

                return batches;
            }),
        ];
        await Sample(Request("warm up"));

        Console.WriteLine("Five samples (simulated: Qwen3-8B on one H100, BF16; medians of 5 rounds)");
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
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-20}{wall,8:0.00} s{wall / first,8:0.00}{usage.Requests,10}{usage.InputTokens,10}{usage.CachedTokens,10}{usage.OutputTokens,12}"));
        }

        Task<SampleBatch> Sample(SampleRequest request) => client.SampleAsync(request, new PatientObserver(), cancellationToken);
    }

    private static IEnumerable<SampleRequest> Singles(SampleRequest request) =>
        Enumerable.Range(0, Samples).Select(i => request with { N = 1, Seed = request.Seed + i });

    /// <summary>About 2,000 tokens whose first ones differ, so that no prefix cache carries over from another way.</summary>
    private static SampleRequest Request(string id) => new(
        CallPurpose.Plan,
        [new ChatMessage("user", id + string.Concat(Enumerable.Range(0, 500).Select(static i => string.Create(CultureInfo.InvariantCulture, $" row {i} ;"))))],
        Samples,
        Temperature: 0.6,
        TopP: 0.95,
        Seed: 1,
        MaxTokens: 512);

    /// <summary>100 to 300 tokens, by the seed.</summary>
    private static string Write(long seed) => string.Concat(Enumerable.Repeat("word ", 100 + (int)(seed * 7919 % 200)));
}
