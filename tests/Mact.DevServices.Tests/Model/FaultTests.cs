using System.Net;
using System.Text;
using System.Text.Json;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Mact.DevServices.Tests.Model;

public sealed class FaultTests
{
    [Theory]
    [InlineData("flat-error=gpt-3.5-turbo", 200, """{"object":"error","message":"The model `gpt-3.5-turbo` does not exist.","type":"NotFoundError","param":null,"code":404}""")]
    [InlineData("error-object=x", 200, """{"error":{"message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}}""")]
    [InlineData("error-text", 200, """{"error":"Backend connection failed"}""")]
    [InlineData("empty-body", 200, "")]
    [InlineData("array-body", 200, """[{"id":"chatcmpl-fault","object":"chat.completion","created":0,"model":"fault"}]""")]
    [InlineData("not-json", 200, "upstream connect error or disconnect/reset before headers")]
    [InlineData("in-queue", 200, """{"id":"fault-job","status":"IN_QUEUE"}""")]
    [InlineData("in-progress", 200, """{"delayTime":1000,"id":"fault-job","status":"IN_PROGRESS"}""")]
    [InlineData("status=429,2", 429, """{"error":"status 429"}""")]
    [InlineData("rejects-n", 400, """{"error":{"message":"Only n=1 is supported.","type":"invalid_request_error","param":"n","code":"invalid_request_error"}}""")]
    [InlineData("unknown-argument=top_k", 400, """{"error":{"message":"Unrecognized request argument supplied: top_k","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData("unauthorized", 401, """{"error":"Unauthorized"}""")]
    [InlineData("model-not-found=m", 404, """{"error":{"message":"The model `m` does not exist.","type":"NotFoundError","param":null,"code":404}}""")]
    public async Task A_fault_that_replaces_the_reply_sends_exactly_its_bytes(string fault, int status, string body)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.Plain, fault);

        ((int)response.StatusCode).ShouldBe(status);
        (await Endpoint.TextAsync(response)).ShouldBe(body);
        (response.Headers.RetryAfter?.Delta).ShouldBe(fault.EndsWith(",2", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : null);
    }

    [Theory]
    [InlineData("choices-null", "null")]
    [InlineData("choices-empty", "[]")]
    [InlineData("choices-missing", null)]
    public async Task Choices_can_be_null_empty_or_missing(string fault, string? raw)
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.Plain, fault);

        (reply.TryGetProperty("choices", out var choices) ? choices.GetRawText() : null).ShouldBe(raw);
    }

    [Theory]
    [InlineData("html", 200)]
    [InlineData("html-bad-gateway", 502)]
    public async Task A_proxy_answers_in_html(string fault, int status)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.Plain, fault);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await Endpoint.TextAsync(response)).ShouldContain("<html>");
    }

    [Theory]
    [InlineData("finish-abort", "abort")]
    [InlineData("finish-repetition", "repetition")]
    [InlineData("finish-error", "error")]
    [InlineData("finish-length", "length")]
    [InlineData("finish-null", null)]
    public async Task Any_finish_reason_can_be_asked_for(string fault, string? reason)
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"n\":2"), fault);

        reply.GetProperty("choices").EnumerateArray().ShouldAllBe(choice => choice.GetProperty("finish_reason").GetString() == reason);
    }

    [Fact]
    public async Task One_choice_alone_can_be_hit()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"n\":3"), "content-null=1");

        reply.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").ValueKind)
            .ShouldBe([JsonValueKind.String, JsonValueKind.Null, JsonValueKind.String]);
    }

    [Fact]
    public async Task Fewer_choices_than_asked_and_in_another_order()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var fewer = await endpoint.ChatJsonAsync(Requests.With("\"n\":3"), "choices-fewer=1");
        var reversed = await endpoint.ChatJsonAsync(Requests.With("\"n\":3"), "choices-reversed");

        fewer.GetProperty("choices").GetArrayLength().ShouldBe(1);
        reversed.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("index").GetInt32()).ShouldBe([2, 1, 0]);
    }

    [Theory]
    [InlineData("reasoning", "reasoning")]
    [InlineData("reasoning-content", "reasoning_content")]
    public async Task Reasoning_comes_in_either_field(string fault, string field)
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.Plain, fault);

        reply.GetProperty("choices")[0].GetProperty("message").GetProperty(field).GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_thought_can_be_in_tags_closed_or_not()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var closed = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1"), "think-tag");
        var open = await endpoint.ChatJsonAsync(Requests.Plain, "think-unclosed");

        Content(closed).ShouldStartWith("<think>");
        Content(closed).ShouldEndWith("</think>\n\nanswer 1 to How many?");
        Content(open).ShouldNotContain("</think>");
    }

    [Fact]
    public async Task A_truncated_body_is_the_first_half_of_the_real_one()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var body = Requests.With("\"request_id\":\"same\",\"seed\":1");
        using var whole = await endpoint.ChatAsync(body);
        var real = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        using var response = await endpoint.ChatAsync(body, "truncated");
        var half = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        half.Length.ShouldBe(real.Length / 2);
        Encoding.UTF8.GetString(half).ShouldStartWith("{\"id\":\"chatcmpl-same\"");
        Should.Throw<JsonException>(() => JsonDocument.Parse(half));
    }

    [Fact]
    public async Task A_connection_can_be_reset_before_and_in_the_body()
    {
        await using var endpoint = await Endpoint.StartAsync();

        await Should.ThrowAsync<HttpRequestException>(() => endpoint.ChatAsync(Requests.Plain, "reset"));
        using var response = await endpoint.ChatAsync(Requests.Plain, "reset-mid-body");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => Endpoint.TextAsync(response));
    }

    [Fact]
    public async Task A_dripping_body_is_whole_in_the_end()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1"), "drip=0");

        Content(reply).ShouldBe("answer 1 to How many?");
    }

    [Fact]
    public async Task A_huge_body_has_the_length_it_announces_and_costs_no_memory()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var announced = await endpoint.ChatAsync(Requests.Plain, "huge-body");
        using var read = await endpoint.ChatAsync(Requests.Plain, "huge-body=200000");

        announced.Content.Headers.ContentLength.ShouldBe(1L << 30);
        (await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBe(200_000);
    }

    [Fact]
    public async Task Headers_can_be_slow()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await Endpoint.StartAsync(time: time);
        var start = time.GetTimestamp();

        var asking = endpoint.ChatAsync(Requests.Plain, "slow-headers=30");
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        using var response = await asking;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        time.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_content_type_can_be_wrong()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.Plain, "content-type=application/octet-stream");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        (await Endpoint.JsonAsync(response)).GetProperty("choices").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_rule_hits_the_requests_whose_turn_it_is()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options =>
            options.Faults.Add(new FaultRule { Fault = "status=503", Skip = 1, Count = 2 }));

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await endpoint.ChatAsync(Requests.Plain);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([200, 503, 503, 200]);
        endpoint.Host.StandIn.Requests.Entries.Select(static entry => entry.Fault).ShouldBe([null, "status=503", "status=503", null]);
    }

    [Fact]
    public async Task Rules_can_be_replaced_while_it_runs()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var put = new StringContent("""[{"fault":"choices-null"}]""", Encoding.UTF8, "application/json");
        using var replaced = await endpoint.Client.PutAsync(new Uri("stand-in/faults", UriKind.Relative), put, TestContext.Current.CancellationToken);
        using var unknown = new StringContent("""[{"fault":"no-such"}]""", Encoding.UTF8, "application/json");
        using var refused = await endpoint.Client.PutAsync(new Uri("stand-in/faults", UriKind.Relative), unknown, TestContext.Current.CancellationToken);
        var reply = await endpoint.ChatJsonAsync(Requests.Plain);

        replaced.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        reply.GetProperty("choices").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Every_fault_has_a_name_that_reads_back()
    {
        Fault.Names.Count.ShouldBe(Enum.GetValues<FaultKind>().Length);
        foreach (var name in Fault.Names)
        {
            Fault.TryParse(name, out var fault).ShouldBeTrue();
            fault!.ToString().ShouldBe(name);
        }
    }

    private static string Content(JsonElement reply) => reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
