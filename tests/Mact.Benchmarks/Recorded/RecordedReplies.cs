using System.Text.Json;
using Mact.Core.Prompts;

namespace Mact.Benchmarks.Recorded;

/// <summary>The replies to one request that a model was sent.</summary>
/// <param name="Purpose">What was asked for.</param>
/// <param name="Id">The question's id in its data set.</param>
/// <param name="Step">From 1.</param>
/// <param name="Instruction">What a program was to compute; null for other purposes.</param>
/// <param name="Completions">The samples.</param>
/// <param name="States">The answers that direct replies state, read by hand; null where one states none. Empty for other purposes.</param>
/// <param name="Usage">As the server counted it.</param>
internal sealed record RecordedReplies(
    CallPurpose Purpose,
    string Id,
    int Step,
    string? Instruction,
    IReadOnlyList<Completion> Completions,
    IReadOnlyList<IReadOnlyList<string>?> States,
    TokenUsage Usage)
{
    private static readonly (string File, CallPurpose Purpose)[] Files =
        [
            ("plan.jsonl", CallPurpose.Plan),
            ("code.jsonl", CallPurpose.Code),
            ("repair.jsonl", CallPurpose.Repair),
            ("direct.jsonl", CallPurpose.Direct),
        ];

    public static IReadOnlyList<RecordedReplies> Read(string folder)
    {
        using var prompts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "prompts.json")));
        return
        [
            .. Files.SelectMany(
                file =>
                    File.ReadLines(Path.Combine(folder, file.File)).Where(static line => line.Length > 0)
                        .Select(line => Parse(line, file.Purpose, prompts.RootElement))),
        ];
    }

    /// <summary>
    /// The replies to a question as a run records them: direct answers, programs for all of it and their repair, and the agent's turns where
    /// there are any, of several runs the last.
    /// </summary>
    /// <param name="question">Its text.</param>
    /// <param name="points">All that was recorded of it.</param>
    /// <param name="order">The order in which the samples count; null = as they came.</param>
    /// <param name="programs">The request that stands for the whole question; null = the first that does.</param>
    public static IReadOnlyList<RunRecord> Records(
        string question, IReadOnlyList<RecordedReplies> points, IReadOnlyList<int>? order = null, RecordedReplies? programs = null)
    {
        List<RunRecord> records = [];
        programs ??= points.FirstOrDefault(point => point.Purpose == CallPurpose.Code && point.Instruction == question);
        Add("direct", points.FirstOrDefault(static point => point.Purpose == CallPurpose.Direct));
        foreach (var place in (ReadOnlySpan<string>)["sql", "verify"])
        {
            Add($"{place}/code/0", programs);
            Add($"{place}/repair/0", points.FirstOrDefault(
                point => point.Purpose == CallPurpose.Repair && point.Instruction == programs?.Instruction));
        }

        foreach (var turn in points.Where(static point => point.Purpose == CallPurpose.Plan).Select(static point => point.Step).Distinct())
        {
            Add($"{turn}/plan", points.LastOrDefault(point => point.Purpose == CallPurpose.Plan && point.Step == turn));
            Add($"{turn}/code/0", Step(CallPurpose.Code, turn));
            Add($"{turn}/repair/0", Step(CallPurpose.Repair, turn));
        }

        return records;

        RecordedReplies? Step(CallPurpose purpose, int step) =>
            points.LastOrDefault(point => point.Purpose == purpose && point.Step == step && point.Instruction != question);

        void Add(string key, RecordedReplies? point)
        {
            if (point is not null)
            {
                var completions = order is null || point.Purpose == CallPurpose.Plan || point.Completions.Count != order.Count
                    ? point.Completions
                    : [.. order.Select((from, to) => point.Completions[from] with { Index = to })];
                records.Add(new ModelCall(
                    point.Purpose,
                    key.StartsWith("sql/", StringComparison.Ordinal) ? 1 : point.Step,
                    [],
                    completions.Count,
                    Temperature: 0.6,
                    Seed: null,
                    new(completions, point.Usage)
                    {
                        Endpoint = "recorded",
                        Model = "recorded",
                        StartedAt = DateTimeOffset.UnixEpoch,
                        DurationMs = 0,
                        Tries = [],
                    })
                { Key = key });
            }
        }
    }

    private static RecordedReplies Parse(string line, CallPurpose purpose, JsonElement prompts)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var replies = root.GetProperty("replies").EnumerateArray().ToList();
        var message = root.GetProperty("messages").EnumerateArray().Last().GetProperty("prompt").GetString()!;
        var usage = root.GetProperty("usage");
        return new(
            purpose,
            root.GetProperty("id").GetString()!,
            root.GetProperty("step").GetInt32(),
            PromptEnvelopeReader.TryRead(prompts.GetProperty(message).GetString()!, out var envelope) ? envelope.Instruction : null,
            [
                .. replies.Select(
                    static (reply, index) =>
                        new Completion(
                            index, null, reply.GetProperty("text").GetString()!, reply.GetProperty("finish_reason").GetString(), StatusOf(reply))),
            ],
            [.. replies.Where(static reply => reply.TryGetProperty("states", out _)).Select(static reply => StatesOf(reply.GetProperty("states")))],
            new(1, usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64(), 0));
    }

    private static CompletionStatus StatusOf(JsonElement reply) =>
        reply.GetProperty("finish_reason").GetString() == "length" ? CompletionStatus.Truncated : CompletionStatus.Complete;

    private static List<string>? StatesOf(JsonElement states) =>
        states.ValueKind == JsonValueKind.Array ? [.. states.EnumerateArray().Select(static value => value.GetString()!)] : null;
}
