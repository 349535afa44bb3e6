using System.Diagnostics;
using Mact.Core.Models;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Sampling;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models;

/// <summary>The sampling client over OpenAI-compatible endpoints, first of all vLLM.</summary>
internal sealed partial class SamplingClient(
    EndpointRegistry endpoints,
    IOptions<ModelOptions> options,
    GenAiMetrics metrics,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<SamplingClient> logger) : ISamplingClient
{
    /// <summary>Baggage that names the question of the current activity.</summary>
    public const string QuestionBaggage = "mact.question";

    /// <summary>Below this vLLM samples greedily, and refuses n above 1.</summary>
    private const double MinTemperature = 0.01;

    /// <inheritdoc/>
    public async Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        Check(request);
        request = request with { Question = request.Question ?? Activity.Current?.GetBaggageItem(QuestionBaggage) };
        var name = ModelConnections.NameFor(request.Purpose);
        var settings = options.Value;
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        try
        {
            var endpoint = endpoints.Get(name);
            using var budget = new CancellationTokenSource(settings.TotalBudget, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
            using var wait = new CallWait(name, endpoint.Connection.Server, observer, settings, time);
            try
            {
                var model = await endpoint.ResolveAsync(request.Model, wait, either.Token);
                using var span = Start(request, model, endpoint);
                return await SampleAsync(request, name, endpoint, model, wait, span, (startedAt, started), either.Token);
            }
            catch (OperationCanceledException exception) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ModelException(
                    new QuestionError(
                        ErrorCodes.ModelUnavailable,
                        $"The call to the model endpoint {endpoint.Connection.Server} took longer than {WaitText.Seconds(settings.TotalBudget)} in "
                            + $"all (Models:TotalBudget)."),
                    exception);
            }
        }
        catch (ModelException exception)
        {
            Log.CallFailed(logger, name, exception.Error.Code);
            throw;
        }
    }

    private async Task<ModelReply> SampleAsync(
        SampleRequest request,
        string name,
        ModelEndpoint endpoint,
        ServedModel model,
        CallWait wait,
        ChatSpan span,
        (DateTimeOffset At, long Timestamp) started,
        CancellationToken cancellationToken)
    {
        var ledger = new CallLedger();
        try
        {
            var call = new CallContext(endpoint, name, model, request, wait, ledger, options.Value, time, logger);
            call.MaxTokens = await ContextFitter.FitAsync(call, cancellationToken);
            using var sampling = new SamplingCall(call);
            var completions = await sampling.DrawAsync(cancellationToken);
            var usage = call.Ledger.Usage;
            var duration = time.GetElapsedTime(started.Timestamp);
            span.Succeed(completions, usage, ledger.Tries, ledger.ServedModel, ledger.ResponseId);
            Log.Sampled(
                logger, name, model.Name, request.N, duration.TotalSeconds, usage.Requests, usage.InputTokens, usage.OutputTokens, sampling.Ladder);
            return new ModelReply(completions, usage)
            {
                Endpoint = name,
                Server = endpoint.Connection.Server,
                Model = model.Name,
                ServedModel = ledger.ServedModel,
                ResponseId = ledger.ResponseId,
                StartedAt = started.At,
                DurationMs = duration.TotalMilliseconds,
                Tries = ledger.Tries,
                Ladder = sampling.Ladder,
                Cost = options.Value.PriceOf(model.Name)?.Of(usage.InputTokens, usage.CachedTokens, usage.OutputTokens),
                SpanId = span.SpanId,
            };
        }
        catch (ModelException exception)
        {
            span.Fail(exception.Error.Code, exception.Error.Message, ledger.Tries);
            throw;
        }
        catch (Exception exception)
        {
            span.Fail(exception is OperationCanceledException ? "cancelled" : exception.GetType().FullName ?? "error", message: null, ledger.Tries);
            throw;
        }
    }

    private ChatSpan Start(SampleRequest request, ServedModel model, ModelEndpoint endpoint) => new(
        metrics,
        time,
        string.Equals(configuration[GenAiConventions.CaptureMessageContent], "true", StringComparison.OrdinalIgnoreCase),
        request,
        model.Name,
        options.Value.ProviderName ?? (model.IsVllm ? "vllm" : "openai"),
        endpoint.Connection.Endpoint);

    private static void Check(SampleRequest request)
    {
        if (request.N < 1 || request.MaxTokens < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(request), $"n ({request.N}) and max_tokens ({request.MaxTokens}) must be at least 1.");
        }

        if (request.N > 1 && request.Temperature < MinTemperature)
        {
            throw new ModelException(new QuestionError(
                ErrorCodes.OptionNotSupported,
                $"{request.N} samples at temperature {request.Temperature} would all be the same, and vLLM refuses them. Choose a temperature of "
                    + $"{MinTemperature} or more."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 305,
            Level = LogLevel.Information,
            Message = "{N} samples from {Endpoint} ({Model}) in {Seconds:0.00} s: {Requests} requests, {InputTokens} input and {OutputTokens} "
                + "output tokens, {Ladder}")]
        public static partial void Sampled(
            ILogger logger, string endpoint, string model, int n, double seconds, int requests, long inputTokens, long outputTokens, string ladder);

        [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "A call to {Endpoint} ended with {Code}")]
        public static partial void CallFailed(ILogger logger, string endpoint, string code);
    }
}
