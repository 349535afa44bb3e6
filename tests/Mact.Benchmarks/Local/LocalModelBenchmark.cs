using System.Diagnostics;
using Mact.LocalModel;
using Mact.LocalModel.Decoding;
using Mact.LocalModel.Files;
using Mact.LocalModel.Text;
using Mact.Worker.Agents;

namespace Mact.Benchmarks.Local;

/// <summary>
/// <c>local FILE.gguf</c>: what a model file gives on this machine, with the coder's own instructions as the prompt; then twenty simple questions
/// through a whole stack, by the number of samples. Written as tables for docs/performance.md.
/// </summary>
internal static class LocalModelBenchmark
{
    private const int ReplyTokens = 64;
    private const double Megabyte = 1 << 20;

    private static readonly string[] Questions =
    [
        "Who has the highest salary?",
        "How many people live in Arden?",
        "Who was born in 1995?",
        "What is the average salary?",
        "Who is the youngest?",
    ];

    public static async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        await MeasureAsync(path, cancellationToken);
        Say($"\n| samples | right of {SimpleQuestions.All.Count} | a question, half of them within | nine in ten | requests | output tokens |");
        Say("|---|---|---|---|---|---|");
        await foreach (var (samples, right, took, requests, tokens) in LocalQuestions.AskAsync(path, [1, 3, 5], cancellationToken))
        {
            Say($"| {samples} | {right} | {At(took, 0.5):0.0} s | {At(took, 0.9):0.0} s | {requests} | {tokens} |");
        }

        return 0;
    }

    private static double At(IReadOnlyList<TimeSpan> took, double share) => took[(int)Math.Ceiling(share * took.Count) - 1].TotalSeconds;

    private static async Task MeasureAsync(string path, CancellationToken cancellationToken)
    {
        var options = new LocalModelOptions();
        var began = Stopwatch.GetTimestamp();
        var file = GgufFile.Read(path);
        using var model = await LlamaModel.LoadAsync(file, options, new Progress<float>(), cancellationToken);
        var started = Stopwatch.GetElapsedTime(began);
        using var scheduler = new Scheduler(model);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loop = Task.Factory.StartNew(
            () => scheduler.Run(stopping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var template = new ChatPrompt(file.ChatTemplate ?? ChatPrompt.Default);
        var instructions = await ReadInstructionsAsync(cancellationToken);
        int[] Prompt(string question) => model.Tokenize(template.Render(
            [
                new("system", instructions),
                new("user", $"people: name, town, born, salary\nAnna Holm, Arden, 1984, 4200\nEwa Lind, Corin, 1995, 3900\n\n{question}"),
            ],
            isBegun: false,
            thinks: false));

        Say($"{file.Name}, {options.ThreadCount} threads, {model.ContextTokens} tokens of context, {options.Sequences} prompts at once.\n");
        Say("| what | figure |\n|---|---|");
        Say($"| start-up, until it takes requests | {started.TotalSeconds:0.0} s |");
        var cold = await AskAsync(scheduler, Prompt(Questions[0]), 1, cancellationToken);
        Say($"| first token, nothing kept, a prompt of {Prompt(Questions[0]).Length} tokens | {cold.First.TotalSeconds:0.00} s |");
        var warm = await AskAsync(scheduler, Prompt(Questions[1]), 1, cancellationToken);
        Say($"| first token, the instructions kept ({warm.Cached} tokens) | {warm.First.TotalSeconds:0.00} s |");
        foreach (var samples in (int[])[1, 5, 20])
        {
            var drawn = await AskAsync(scheduler, Prompt(Questions[2]), samples, cancellationToken);
            Say($"| {samples} samples at once | {drawn.Tokens / (drawn.Whole - drawn.First).TotalSeconds:0} tokens/s |");
        }

        var one = await AskAsync(scheduler, Prompt(Questions[3]), 5, cancellationToken);
        Say($"| n = 5 in one request | {one.Whole.TotalSeconds:0.00} s |");
        began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(scheduler, Prompt(Questions[4]), 1, cancellationToken)));
        Say($"| five requests of one at the same time | {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s |");
        Say($"| memory: said before, and the working set now | {file.MemoryOf(options) / Megabyte:0} MB, {Environment.WorkingSet / Megabyte:0} MB |");

        await stopping.CancelAsync();
        await loop;
    }

    /// <summary>Draws samples of a fixed length at most, and says when their tokens came.</summary>
    private static async Task<(TimeSpan First, TimeSpan Whole, int Tokens, int Cached)> AskAsync(
        Scheduler scheduler, int[] prompt, int samples, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var generation = scheduler.Submit(new(prompt, samples, ReplyTokens, [], new(Temperature: 0.6), Seed: 1), cancellationToken);
        TimeSpan? first = null;
        var tokens = 0;
        await foreach (var happened in generation.ReadAsync().WithCancellation(cancellationToken))
        {
            first ??= Stopwatch.GetElapsedTime(began);
            tokens += happened is SampleEvent.Token ? 1 : 0;
        }

        return (first ?? TimeSpan.Zero, Stopwatch.GetElapsedTime(began), tokens, generation.CachedTokens);
    }

    private static async Task<string> ReadInstructionsAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(AgentOptions).Assembly.GetManifestResourceStream("Prompts/code.md")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString());

    private static void Say(string line) => Console.WriteLine(line);
}
