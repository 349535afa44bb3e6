using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mact.Worker.Telemetry;

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
