using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Mact.Worker.Models;
using Mact.Worker.Telemetry;
using Mact.Worker.Tests.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Mact.Worker.Tests.Telemetry;

/// <summary>The chat span and metrics by the GenAI conventions.</summary>
public sealed class ChatTelemetryTests
{
    [Fact]
    public async Task A_call_is_one_client_span_with_models_tokens_and_a_reason_per_choice()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(Replies.Choice(0, "a"), Replies.Choice(1, "b", "length"), Replies.Choice(2, "c")));

        var (span, batch) = await TraceAsync(fixture, ModelFixture.Request(question: "q1") with { Stop = ["\nObservation"] });

        span.DisplayName.ShouldBe("chat Qwen/Qwen3-8B");
        span.Kind.ShouldBe(ActivityKind.Client);
        span.SpanId.ToHexString().ShouldBe(batch!.SpanId);
        var tags = span.TagObjects.ToDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);
        tags["gen_ai.operation.name"].ShouldBe("chat");
        tags["gen_ai.provider.name"].ShouldBe("vllm");
        tags["gen_ai.conversation.id"].ShouldBe("q1");
        tags["gen_ai.request.model"].ShouldBe("Qwen/Qwen3-8B");
        tags["gen_ai.request.choice.count"].ShouldBe(3);
        tags["gen_ai.request.temperature"].ShouldBe(0.6);
        tags["gen_ai.request.top_p"].ShouldBe(0.95);
        tags["gen_ai.request.max_tokens"].ShouldBe(512);
        tags["gen_ai.request.seed"].ShouldBe(100L);
        tags["gen_ai.request.stop_sequences"].ShouldBe(new[] { "\nObservation" });
        tags["gen_ai.response.model"].ShouldBe("Qwen/Qwen3-8B");
        tags["gen_ai.response.id"].ShouldBe("chatcmpl-1");
        tags["gen_ai.response.finish_reasons"].ShouldBe(new[] { "stop", "length", "stop" });
        tags["gen_ai.usage.input_tokens"].ShouldBe(1000L);
        tags["gen_ai.usage.output_tokens"].ShouldBe(60L);
        tags["gen_ai.usage.cache_read.input_tokens"].ShouldBe(960L);
        tags["gen_ai.usage.reasoning.output_tokens"].ShouldBe(batch.Usage.ReasoningTokens);
        tags["server.address"].ShouldBe("127.0.0.1");
        tags["server.port"].ShouldBe(new Uri($"http://{fixture.Endpoint.Server}").Port);
        tags.Keys.ShouldNotContain("gen_ai.input.messages");
        tags.Keys.ShouldNotContain("gen_ai.output.messages");
    }

    [Fact]
    public async Task The_trace_goes_on_to_the_endpoint()
    {
        await using var fixture = await ModelFixture.StartAsync();

        var (span, _) = await TraceAsync(fixture, ModelFixture.Request());

        fixture.Endpoint.Chats[0].Headers["traceparent"].ShouldContain(span.TraceId.ToHexString());
    }

    [Fact]
    public async Task With_content_capture_prompt_and_all_choices_are_on_the_span()
    {
        await using var fixture = await ModelFixture.StartAsync(("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true"));

        var (span, _) = await TraceAsync(fixture, ModelFixture.Request());

        var input = JsonDocument.Parse((string)span.GetTagItem("gen_ai.input.messages")!).RootElement;
        input.EnumerateArray().Select(static message => message.GetProperty("role").GetString()).ShouldBe(["system", "user"]);
        var output = JsonDocument.Parse((string)span.GetTagItem("gen_ai.output.messages")!).RootElement;
        output.EnumerateArray().Select(static message => message.GetProperty("parts")[0].GetProperty("content").GetString())
            .ShouldBe(["sample 100", "sample 101", "sample 102"]);
        output[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
    }

    [Fact]
    public async Task A_failed_call_has_its_error_type()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(400, "no", "BadRequestError");

        var (span, _) = await TraceAsync(fixture, ModelFixture.Request());

        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("modelRequestRefused");
    }

    [Fact]
    public async Task Retries_are_events_and_the_time_without_a_request_is_told()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Error(503, "busy", "ServiceUnavailable"));

        var (span, batch) = await TraceAsync(fixture, ModelFixture.Request(), inTime: true);

        batch!.Tries.Count.ShouldBe(2);
        var retry = span.Events.ShouldHaveSingleItem();
        retry.Name.ShouldBe("retry");
        var tags = retry.Tags.ToDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);
        tags["http.response.status_code"].ShouldBe(503);
        tags["gen_ai.request.choice.count"].ShouldBe(3);
        tags["error.message"].ShouldBe(batch.Tries[0].Error);
        span.GetTagItem("mact.model.requests").ShouldBe(2);
        var gap = batch.Tries[1].StartedAt - batch.Tries[0].StartedAt.AddMilliseconds(batch.Tries[0].DurationMs);
        gap.ShouldBeGreaterThan(TimeSpan.Zero);
        ((double)span.GetTagItem("mact.model.wait")!).ShouldBeGreaterThanOrEqualTo(gap.TotalSeconds);
    }

    [Fact]
    public async Task Tokens_and_seconds_are_measured_with_their_own_buckets()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var meters = fixture.Services.GetRequiredService<IMeterFactory>();
        using var tokens = new MetricCollector<long>(meters, "Mact.Worker", "gen_ai.client.token.usage");
        using var seconds = new MetricCollector<double>(meters, "Mact.Worker", "gen_ai.client.operation.duration");

        await fixture.SampleAsync();

        var measured = tokens.GetMeasurementSnapshot();
        measured.Select(static m => (m.Value, m.Tags["gen_ai.token.type"])).ShouldBe([(1000L, (object?)"input"), (60L, "output")]);
        measured[0].Tags["gen_ai.request.model"].ShouldBe("Qwen/Qwen3-8B");
        seconds.GetMeasurementSnapshot().ShouldHaveSingleItem().Tags["server.address"].ShouldBe("127.0.0.1");
        (tokens.Instrument as Histogram<long>)!.Advice!.HistogramBucketBoundaries!.ShouldContain(4096);
        (seconds.Instrument as Histogram<double>)!.Advice!.HistogramBucketBoundaries!.ShouldContain(40.96);
    }

    [Theory]
    [InlineData("mact.queue.wait", 30)]
    [InlineData("mact.question.process", 300)]
    [InlineData("mact.vote.margin", 0.2)]
    [InlineData("mact.model.wait", 0.64)]
    public async Task Histograms_have_buckets_of_their_own_kind(string name, double bucket)
    {
        await using var fixture = await ModelFixture.StartAsync();
        List<Instrument> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Mact.Worker" && instrument.Name == name)
            {
                found.Add(instrument);
            }
        };
        listener.Start();
        var meters = fixture.Services.GetRequiredService<IMeterFactory>();
        _ = new PumpMetrics(meters, static () => 0);
        _ = fixture.Services.GetRequiredService<GenAiMetrics>();
        AgentTelemetry.Voted(activity: null, "test", 0.5);

        found.ShouldNotBeEmpty();
        found.OfType<Histogram<double>>().ShouldAllBe(histogram => histogram.Advice!.HistogramBucketBoundaries!.Contains(bucket));
    }

    private static async Task<(Activity Span, ModelReply? Batch)> TraceAsync(ModelFixture fixture, SampleRequest request, bool inTime = false)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Mact.Worker",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("question").Start();
        ModelReply? batch = null;
        try
        {
            batch = await (inTime ? fixture.SampleInTimeAsync(request) : fixture.SampleAsync(request));
        }
        catch (ModelException)
        {
            // The span tells.
        }

        return (ended.Single(span => span.TraceId == parent.TraceId), batch);
    }
}
