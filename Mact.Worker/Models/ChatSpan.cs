using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Models;

/// <summary>The span <c>chat {model}</c> of one sampling call and the metrics recorded with it.</summary>
internal sealed class ChatSpan : IDisposable
{
    private readonly GenAiMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly bool _captures;
    private readonly long _started;
    private readonly Activity? _activity;
    private TagList _tags;

    public ChatSpan(GenAiMetrics metrics, TimeProvider time, bool capturesContent, SampleRequest request, string model, string provider, Uri server)
    {
        _metrics = metrics;
        _time = time;
        _captures = capturesContent;
        _started = time.GetTimestamp();
        _tags = new TagList
        {
            { GenAiConventions.OperationName, GenAiConventions.Chat },
            { GenAiConventions.ProviderName, provider },
            { GenAiConventions.RequestModel, model },
            { GenAiConventions.ServerAddress, server.Host },
        };
        if (server.Port > 0)
        {
            _tags.Add(GenAiConventions.ServerPort, server.Port);
        }

        _activity = WorkerTelemetry.Source.StartActivity($"{GenAiConventions.Chat} {model}", ActivityKind.Client, default(ActivityContext), _tags);
        Describe(request);
    }

    /// <summary>Null where nobody listens.</summary>
    public string? SpanId => _activity?.SpanId.ToHexString();

    /// <summary>Ends it with completions.</summary>
    public void Succeed(
        IReadOnlyList<Completion> completions, TokenUsage usage, IReadOnlyList<CallTry> tries, string? servedModel, string? responseId)
    {
        if (servedModel is not null)
        {
            _tags.Add(GenAiConventions.ResponseModel, servedModel);
        }

        End(tries, usage);
        if (_activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.SetTag(GenAiConventions.ResponseId, responseId)
            .SetTag(GenAiConventions.ResponseModel, servedModel)
            .SetTag(GenAiConventions.ResponseFinishReasons, completions.Select(static completion => completion.FinishReason ?? "none").ToArray())
            .SetTag(GenAiConventions.UsageInputTokens, usage.InputTokens)
            .SetTag(GenAiConventions.UsageOutputTokens, usage.OutputTokens)
            .SetTag(GenAiConventions.UsageCacheReadInputTokens, usage.CachedTokens)
            .SetTag(GenAiConventions.UsageReasoningOutputTokens, usage.ReasoningTokens)
            .SetTag(
                GenAiConventions.ResponseTimeToFirstChunk,
                tries.FirstOrDefault(static attempt => attempt.FirstTokenMs is not null)?.FirstTokenMs / 1000)
            .SetTag(GenAiConventions.ServerQueueTime, tries.Max(static attempt => attempt.ServerQueueMs) / 1000)
            .SetTag(GenAiConventions.ServerWaiting, tries.Max(static attempt => attempt.ServerWaiting));
        if (_captures)
        {
            span.SetTag(GenAiConventions.OutputMessages, Write([.. completions.Select(ToMessage)]));
        }
    }

    /// <summary>Ends it without.</summary>
    /// <param name="errorType">A code of the question's error, or cancelled.</param>
    /// <param name="message">In words, without content.</param>
    /// <param name="tries">The requests that were made.</param>
    public void Fail(string errorType, string? message, IReadOnlyList<CallTry> tries)
    {
        _tags.Add(GenAiConventions.ErrorType, errorType);
        End(tries, usage: null);
        _activity?.SetTag(GenAiConventions.ErrorType, errorType).SetStatus(ActivityStatusCode.Error, message);
    }

    /// <inheritdoc/>
    public void Dispose() => _activity?.Dispose();

    private void Describe(SampleRequest request)
    {
        if (_activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.SetTag(GenAiConventions.RequestTemperature, request.Temperature)
            .SetTag(GenAiConventions.RequestTopP, request.TopP)
            .SetTag(GenAiConventions.RequestMaxTokens, request.MaxTokens)
            .SetTag(GenAiConventions.RequestSeed, request.Seed)
            .SetTag(GenAiConventions.ConversationId, request.Question);
        if (request.N != 1)
        {
            span.SetTag(GenAiConventions.RequestChoiceCount, request.N);
        }

        if (request.Stop.Count > 0)
        {
            span.SetTag(GenAiConventions.RequestStopSequences, request.Stop.ToArray());
        }

        if (_captures)
        {
            span.SetTag(
                GenAiConventions.InputMessages,
                Write([.. request.Messages.Select(static message => new GenAiMessage(message.Role, [new GenAiPart("text", message.Content)]))]));
        }
    }

    private void End(IReadOnlyList<CallTry> tries, TokenUsage? usage)
    {
        var duration = _time.GetElapsedTime(_started);
        var waited = duration - InFlight(tries);
        waited = waited > TimeSpan.Zero ? waited : TimeSpan.Zero;
        _metrics.Record(_tags, duration, waited, usage);
        if (_activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.SetTag("mact.model.wait", waited.TotalSeconds).SetTag("mact.model.requests", tries.Count);
        foreach (var attempt in tries.Where(static attempt => attempt.Error is not null))
        {
            span.AddEvent(new ActivityEvent("retry", attempt.StartedAt.AddMilliseconds(attempt.DurationMs), new ActivityTagsCollection
            {
                { "http.response.status_code", attempt.Status },
                { GenAiConventions.RequestChoiceCount, attempt.N },
                { "error.message", attempt.Error },
                { "mact.model.seconds", attempt.DurationMs / 1000 },
            }));
        }
    }

    /// <summary>
    /// How long at least one request was on its way; the rest of a call is waiting: for the endpoint to be ready, for a free place, before
    /// another try.
    /// </summary>
    private static TimeSpan InFlight(IReadOnlyList<CallTry> tries)
    {
        var sum = TimeSpan.Zero;
        var until = DateTimeOffset.MinValue;
        foreach (var attempt in tries.OrderBy(static attempt => attempt.StartedAt))
        {
            var end = attempt.StartedAt.AddMilliseconds(attempt.DurationMs);
            if (end > until)
            {
                sum += end - (attempt.StartedAt > until ? attempt.StartedAt : until);
                until = end;
            }
        }

        return sum;
    }

    private static GenAiMessage ToMessage(Completion completion) => new(
        "assistant",
        completion.Reasoning is { } reasoning
            ? [new GenAiPart("reasoning", reasoning), new GenAiPart("text", completion.Text)]
            : [new GenAiPart("text", completion.Text)],
        completion.FinishReason);

    private static string Write(IReadOnlyList<GenAiMessage> messages) =>
        JsonSerializer.Serialize(messages, GenAiJson.Default.IReadOnlyListGenAiMessage);
}

/// <summary>A message on a span: one per prompt message or choice.</summary>
internal sealed record GenAiMessage(string Role, IReadOnlyList<GenAiPart> Parts, string? FinishReason = null);

/// <summary>A part of a message: type text or reasoning.</summary>
internal sealed record GenAiPart(string Type, string Content);

/// <summary>The JSON of messages on spans.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<GenAiMessage>))]
internal sealed partial class GenAiJson : JsonSerializerContext;
