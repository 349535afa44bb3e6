using System.Diagnostics;
using System.Text.Json;
using Mact.Core.Runs;
using Mact.Worker.Models;

namespace Mact.Worker.Telemetry;

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
    public void Succeed(IReadOnlyList<Completion> completions, TokenUsage usage, string? servedModel, string? responseId, IReadOnlyList<CallTry> tries)
    {
        if (servedModel is not null)
        {
            _tags.Add(GenAiConventions.ResponseModel, servedModel);
        }

        _metrics.Record(_tags, _time.GetElapsedTime(_started), usage);
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
            .SetTag(GenAiConventions.ResponseTimeToFirstChunk, tries.FirstOrDefault(static attempt => attempt.FirstTokenMs is not null)?.FirstTokenMs / 1000);
        if (_captures)
        {
            span.SetTag(GenAiConventions.OutputMessages, Write([.. completions.Select(ToMessage)]));
        }
    }

    /// <summary>Ends it without.</summary>
    /// <param name="errorType">A code of the question's error, or cancelled.</param>
    /// <param name="message">In words, without content.</param>
    public void Fail(string errorType, string? message)
    {
        _tags.Add(GenAiConventions.ErrorType, errorType);
        _metrics.Record(_tags, _time.GetElapsedTime(_started), usage: null);
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

    private static GenAiMessage ToMessage(Completion completion) => new(
        "assistant",
        completion.Reasoning is { } reasoning
            ? [new GenAiPart("reasoning", reasoning), new GenAiPart("text", completion.Text)]
            : [new GenAiPart("text", completion.Text)],
        completion.FinishReason);

    private static string Write(IReadOnlyList<GenAiMessage> messages) => JsonSerializer.Serialize(messages, GenAiJson.Default.IReadOnlyListGenAiMessage);
}
