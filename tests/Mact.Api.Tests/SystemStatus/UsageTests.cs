using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.SystemStatus;

public sealed class UsageTests
{
    [Fact]
    public async Task Usage_is_summed_over_ended_questions_only()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var ended = await client.AskAsync();
        var running = await client.AskAsync();
        factory.Store.Get(ended)!.Append(Called(static reply => reply with { Usage = new(1, 100, 20, 40) }));
        factory.Store.Get(running)!.Append(Called(static reply => reply with { Usage = new(1, 999, 999, 999) }));
        factory.Store.Get(ended)!.Append(
            Called(static reply => reply with { DurationMs = 0, Replayed = new("earlier", new(1, 500, 50, 0), 900, Cost: null) })
                with
            { Key = "2/plan" });
        factory.Store.Answer(ended);

        var reply = await client.ReadAsync("/system/usage");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("questions").ShouldBe("1");
        reply.At("calls").ShouldBe("1");
        reply.At("inputTokens").ShouldBe("100");
        reply.At("cachedTokens").ShouldBe("40");
        reply.At("outputTokens").ShouldBe("20");
        reply.At("callMs.p95").ShouldBe("3");
        reply.At("queueMs.p50").ShouldBe("12");
    }

    [Fact]
    public void Percentiles_are_taken_by_nearest_rank()
    {
        LatencyReport.Of(Enumerable.Range(1, 100).Select(static number => (double)number)).ShouldBe(new LatencyReport(50, 95, 100));
        LatencyReport.Of([7]).ShouldBe(new LatencyReport(7, 7, 7));
        LatencyReport.Of([]).ShouldBeNull();
    }

    private static ModelCall Called(Func<ModelReply, ModelReply> with)
    {
        var call = Runs.Called("part");
        return call with { Reply = with(call.Reply) };
    }
}
