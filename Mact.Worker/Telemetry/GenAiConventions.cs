using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mact.Worker.Telemetry;

/// <summary>
/// Names of the OpenTelemetry semantic conventions for generative AI, version 1.41 (the last of the main conventions), and of general ones
/// beside them.
/// </summary>
public static class GenAiConventions
{
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestChoiceCount = "gen_ai.request.choice.count";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string RequestStopSequences = "gen_ai.request.stop_sequences";
    public const string ResponseId = "gen_ai.response.id";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseFinishReasons = "gen_ai.response.finish_reasons";
    public const string UsageInputTokens = "gen_ai.usage.input_tokens";
    public const string UsageOutputTokens = "gen_ai.usage.output_tokens";
    public const string UsageCacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";
    /// <summary>Seconds in the server's own queue, where its reply tells; none of the conventions has it.</summary>
    public const string ServerQueueTime = "mact.server.queue_time";

    /// <summary>Requests in the server's own queue when this one was sent.</summary>
    public const string ServerWaiting = "mact.server.waiting";

    public const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string UsageReasoningOutputTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string TokenType = "gen_ai.token.type";
    public const string AgentName = "gen_ai.agent.name";
    public const string ToolName = "gen_ai.tool.name";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string ClientTokenUsage = "gen_ai.client.token.usage";
    public const string ClientOperationDuration = "gen_ai.client.operation.duration";

    /// <summary>Operation: a chat completion.</summary>
    public const string Chat = "chat";

    /// <summary>Operation: an agent's work on one question.</summary>
    public const string InvokeAgent = "invoke_agent";

    /// <summary>Operation: one run of a tool.</summary>
    public const string ExecuteTool = "execute_tool";

    /// <summary>Token type: prompt.</summary>
    public const string Input = "input";

    /// <summary>Token type: completion.</summary>
    public const string Output = "output";

    /// <summary>Environment variable that puts prompts and completions on spans.</summary>
    public const string CaptureMessageContent = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Bucket boundaries of the tokens of one call: prompts count once and completions over all choices, so both are thousands.</summary>
    public static IReadOnlyList<long> TokenBuckets { get; } =
        [16, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 1048576];

    /// <summary>Bucket boundaries of durations in seconds: those of the conventions, and on to a cold start.</summary>
    public static IReadOnlyList<double> DurationBuckets { get; } =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68, 655.36];
}

/// <summary>Metrics of model calls: duration and tokens by the GenAI conventions, and how long a call waited for its turn.</summary>
internal sealed class GenAiMetrics
{
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    public GenAiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(WorkerTelemetry.Name);
        _tokens = meter.CreateHistogram(
            GenAiConventions.ClientTokenUsage,
            unit: "{token}",
            description: "Number of input and output tokens used.",
            tags: null,
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAiConventions.TokenBuckets });
        _duration = meter.CreateHistogram(
            GenAiConventions.ClientOperationDuration,
            unit: "s",
            description: "GenAI operation duration.",
            tags: null,
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAiConventions.DurationBuckets });
        _wait = meter.CreateHistogram(
            "mact.model.wait",
            unit: "s",
            description: "Time of a call without a request on its way: the endpoint was not ready, busy with others, or about to be tried again.",
            tags: null,
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAiConventions.DurationBuckets });
    }

    /// <summary>Records one call.</summary>
    /// <param name="tags">Operation, provider, models, server; error.type where it failed.</param>
    /// <param name="duration">The duration of the call.</param>
    /// <param name="waited">The part of it in which no request was on its way.</param>
    /// <param name="usage">Null where it failed.</param>
    public void Record(TagList tags, TimeSpan duration, TimeSpan waited, TokenUsage? usage)
    {
        _duration.Record(duration.TotalSeconds, tags);
        _wait.Record(waited.TotalSeconds, tags);
        if (usage is null)
        {
            return;
        }

        var input = tags;
        input.Add(GenAiConventions.TokenType, GenAiConventions.Input);
        _tokens.Record(usage.InputTokens, input);
        var output = tags;
        output.Add(GenAiConventions.TokenType, GenAiConventions.Output);
        _tokens.Record(usage.OutputTokens, output);
    }
}
