using System.Text.Json;
using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Chat;

/// <summary>Reads and checks a body of <c>/v1/chat/completions</c> as vLLM does; unknown fields are accepted and ignored.</summary>
internal static class ChatRequestReader
{
    private static readonly string[] Constraints = ["json", "regex", "choice", "grammar", "json_object", "structural_tag"];
    private static readonly Version StopLimitSince = new(0, 28, 0);

    /// <summary>Reads a body and checks every field it keeps or must refuse.</summary>
    /// <exception cref="ApiErrorException">The body is not a valid request.</exception>
    public static ChatRequest Read(JsonElement body, ModelStandInOptions options)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            throw RequestFields.Wrong("model_attributes_type", "", "Input should be a valid dictionary or object to extract fields from");
        }

        var fields = new RequestFields(body);
        var messages = MessageReader.Read(fields);
        var stream = fields.Flag("stream", otherwise: false);
        var streamOptions = fields.Object("stream_options");
        Check(streamOptions is null || stream, "Stream options can only be defined when `stream=True`.", "stream_options");

        var logprobs = fields.Flag("logprobs", otherwise: false);
        var topLogprobs = ReadTopLogprobs(fields, logprobs);
        CheckConstraints(fields);
        Check(fields.List("tools") is not { Count: 0 }, "`tools` must not be an empty array. Either provide at least one tool or omit the field entirely.", "tools");
        var n = ReadCount(fields, options);
        CheckRange(fields, "top_p", "in (0, 1]", static value => value is > 0 and <= 1);
        CheckRange(fields, "min_p", "in [0, 1]", static value => value is >= 0 and <= 1);
        CheckRange(fields, "presence_penalty", "in [-2, 2]", static value => value is >= -2 and <= 2);
        CheckRange(fields, "frequency_penalty", "in [-2, 2]", static value => value is >= -2 and <= 2);
        CheckRange(fields, "repetition_penalty", "greater than zero", static value => value > 0);
        if (fields.Integer("top_k") is { } topK && topK < -1)
        {
            throw new ApiErrorException(ApiError.OutOfRange($"top_k must be 0 (disable), or at least 1, got {topK}.", "top_k", topK));
        }

        var seed = fields.Integer("seed");
        return new ChatRequest
        {
            Model = fields.Text("model"),
            Messages = messages,
            N = n,
            Seed = seed is -1 ? null : seed,
            MaxTokens = ReadMaxTokens(fields, options),
            Stop = ReadStop(fields, options),
            IncludeStop = fields.Flag("include_stop_str_in_output", otherwise: false),
            Stream = stream,
            IncludeUsage = streamOptions?.Flag("include_usage", otherwise: false) ?? false,
            StreamInterval = Math.Max(1, fields.SmallInteger("stream_interval") ?? 1),
            Logprobs = logprobs,
            TopLogprobs = topLogprobs,
            CacheSalt = fields.Text("cache_salt"),
            RequestId = fields.Text("request_id"),
            Priority = fields.Integer("priority") ?? 0,
            EnableThinking = fields.Object("chat_template_kwargs")?.Flag("enable_thinking", otherwise: true) ?? true,
        };
    }

    private static int ReadCount(RequestFields fields, ModelStandInOptions options)
    {
        var n = fields.Integer("n") ?? 1;
        Check(n >= 1, $"n must be at least 1, got {n}.");
        Check(n <= options.MaxCompletions, $"n must be at most {options.MaxCompletions}, got {n}. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment variable.");
        CheckRange(fields, "temperature", "in [0, 2]", static value => value is >= 0 and <= 2);
        Check(n == 1 || fields.Number("temperature") is not < 1e-5, $"n must be 1 when using greedy sampling, got {n}.");
        return (int)n;
    }

    private static int ReadTopLogprobs(RequestFields fields, bool logprobs)
    {
        const int Most = 20;
        var top = fields.SmallInteger("top_logprobs") ?? 0;
        Check(top >= -1, "`top_logprobs` must be a positive value or -1.", "top_logprobs");
        Check(top == 0 || logprobs, "when using `top_logprobs`, `logprobs` must be set to true.", "top_logprobs");
        Check(top <= Most, $"Requested sample logprobs of {top}, which is greater than max allowed: {Most}", "logprobs");
        return top == -1 ? Most : top;
    }

    private static int? ReadMaxTokens(RequestFields fields, ModelStandInOptions options)
    {
        var name = fields.Find("max_completion_tokens") is null ? "max_tokens" : "max_completion_tokens";
        if (fields.Integer(name) is not { } value)
        {
            return null;
        }

        if (value < 1)
        {
            throw new ApiErrorException(ApiError.OutOfRange($"{name} must be at least 1, got {value}.", name, value));
        }

        if (value > options.MaxModelLength)
        {
            throw new ApiErrorException(ApiError.OutOfRange(
                $"{name}={value} cannot be greater than max_model_len={options.MaxModelLength}. Please request fewer output tokens.", name, value));
        }

        return (int)value;
    }

    private static string[] ReadStop(RequestFields fields, ModelStandInOptions options)
    {
        var stop = fields.Find("stop") switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } one => [RequestFields.TextOf(one, "stop")],
            { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.String)
                => many.EnumerateArray().Select(static item => RequestFields.TextOf(item, "stop")).ToArray(),
            _ => throw RequestFields.Wrong("list_type", "stop", "Input should be a valid list of strings"),
        };

        Check(!stop.Contains("", StringComparer.Ordinal), "stop cannot contain an empty string.", "stop");
        Check(
            stop.Length <= options.MaxStopStrings || options.Version < StopLimitSince,
            $"stop must contain at most {options.MaxStopStrings} strings, got {stop.Length}. To increase this limit, set the VLLM_MAX_STOP_STRINGS environment variable.",
            "stop");
        return stop;
    }

    private static void CheckConstraints(RequestFields fields)
    {
        if (fields.Object("structured_outputs") is not { } constraint)
        {
            return;
        }

        var given = Constraints.Count(name => constraint.Find(name) is not null);
        Check(given <= 1, "You can only use one kind of constraints for structured outputs ('json', 'regex' or 'choice').");
        Check(given == 1, "You must use one kind of structured outputs constraint but none are specified.");
    }

    private static void CheckRange(RequestFields fields, string name, string range, Func<double, bool> holds)
    {
        if (fields.Number(name) is { } value && !holds(value))
        {
            throw new ApiErrorException(ApiError.OutOfRange($"{name} must be {range}, got {PythonFloat.Write(value)}.", name, PythonFloat.Write(value)));
        }
    }

    private static void Check(bool holds, string message, string? param = null)
    {
        if (!holds)
        {
            throw new ApiErrorException(ApiError.BadRequest(message, param));
        }
    }
}
