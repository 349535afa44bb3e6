using Google.Protobuf;
using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

public sealed class OtlpTraceReaderTests
{
    [Fact]
    public void A_span_is_read_with_its_ids_times_attributes_and_status()
    {
        var reasons = OtlpBody.Message(5, OtlpBody.Join(OtlpBody.Message(1, OtlpBody.Text(1, "stop")), OtlpBody.Message(1, OtlpBody.Text(1, "length"))));
        var body = OtlpBody.Traces("worker", OtlpBody.Span(
            2,
            "chat m",
            parent: 1,
            OtlpBody.Attribute(9, "gen_ai.operation.name", OtlpBody.Text(1, "chat")),
            OtlpBody.Attribute(9, "gen_ai.usage.input_tokens", OtlpBody.Number(3, 1538)),
            OtlpBody.Attribute(9, "gen_ai.response.finish_reasons", reasons),
            OtlpBody.Message(15, OtlpBody.Join(OtlpBody.Text(2, "it broke"), OtlpBody.Number(3, 2)))));

        var span = OtlpTraceReader.Read(body).ShouldHaveSingleItem();

        span.TraceId.ShouldBe("abababababababababababababababab");
        span.SpanId.ShouldBe("0000000000000002");
        span.ParentSpanId.ShouldBe("0000000000000001");
        span.Service.ShouldBe("worker");
        span.Name.ShouldBe("chat m");
        span.Kind.ShouldBe("client");
        span.Start.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        span.Duration.ShouldBe(TimeSpan.FromMilliseconds(250));
        span.IsModelCall.ShouldBeTrue();
        span.IsError.ShouldBeTrue();
        span.StatusMessage.ShouldBe("it broke");
        span.Attributes["gen_ai.usage.input_tokens"].ShouldBe("1538");
        span.Attributes["gen_ai.response.finish_reasons"].ShouldBe("stop, length");
    }

    [Fact]
    public void Fields_that_are_not_known_are_skipped()
    {
        var body = OtlpBody.Join(OtlpBody.Number(77, 5), OtlpBody.Traces("api", OtlpBody.Span(1, "GET /", null, OtlpBody.Text(99, "new"))), OtlpBody.Text(78, "new"));

        OtlpTraceReader.Read(body).ShouldHaveSingleItem().Name.ShouldBe("GET /");
    }

    [Fact]
    public void A_body_that_is_cut_off_anywhere_is_refused_or_read_in_part_and_never_breaks_otherwise()
    {
        var body = OtlpBody.Traces("api", OtlpBody.Span(1, "GET /", null, OtlpBody.Attribute(9, "a", OtlpBody.Text(1, "b"))));
        var refused = 0;

        for (var length = 1; length < body.Length; length++)
        {
            try
            {
                OtlpTraceReader.Read(body[..length]);
            }
            catch (InvalidProtocolBufferException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(body.Length / 2);
    }

    [Fact]
    public void A_value_of_any_length_is_kept_up_to_the_bound()
    {
        var value = OtlpBody.Text(1, new string('x', OtlpValueReader.MaxValueLength * 2));

        var span = OtlpTraceReader.Read(OtlpBody.Traces("api", OtlpBody.Span(1, "n", null, OtlpBody.Attribute(9, "long", value)))).ShouldHaveSingleItem();

        span.Attributes["long"].Length.ShouldBe(OtlpValueReader.MaxValueLength);
    }

    [Fact]
    public void Lists_nested_without_end_are_cut()
    {
        var value = OtlpBody.Text(1, "deep");
        for (var i = 0; i < 1_000; i++)
        {
            value = OtlpBody.Message(5, OtlpBody.Message(1, value));
        }

        var span = OtlpTraceReader.Read(OtlpBody.Traces("api", OtlpBody.Span(1, "n", null, OtlpBody.Attribute(9, "nested", value)))).ShouldHaveSingleItem();

        span.Attributes["nested"].ShouldBeEmpty();
    }
}
