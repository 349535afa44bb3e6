using System.Net;
using Mact.DevServices.Model;

namespace Mact.DevServices.Tests.Model;

public sealed class ModelFakesTests
{
    private const string Ask = """{"messages":[{"role":"user","content":"q"}],"n":3,"max_tokens":50}""";

    [Theory]
    [InlineData(Misbehaviour.Empty, 3, "stop")]
    [InlineData(Misbehaviour.OneOnly, 1, "stop")]
    [InlineData(Misbehaviour.Repeats, 3, "length")]
    [InlineData(Misbehaviour.Garbage, 3, "stop")]
    public async Task Whatever_a_model_writes_the_reply_is_well_formed(Misbehaviour misbehaviour, int choices, string reason)
    {
        await using var endpoint = await Endpoint.StartAsync(new MisbehavingModel(misbehaviour));

        using var response = await endpoint.ChatAsync(Ask);
        using var stream = await endpoint.ChatAsync(Ask[..^1] + ",\"stream\":true,\"logprobs\":true}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = (await Endpoint.JsonAsync(response)).GetProperty("choices").EnumerateArray().ToList();
        list.Count.ShouldBe(choices);
        list.ShouldAllBe(choice => choice.GetProperty("finish_reason").GetString() == reason);
        (await Endpoint.TextAsync(stream)).ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task A_replay_gives_the_recording_for_the_request_and_the_seed()
    {
        var model = new ReplayModel([new("how many", ["five", "six"]), new("which", ["Oslo"])]);
        await using var endpoint = await Endpoint.StartAsync(model);

        var many = await endpoint.ChatJsonAsync("""{"messages":[{"role":"user","content":"how many?"}],"n":3,"seed":1}""");
        using var none = await endpoint.ChatAsync("""{"messages":[{"role":"user","content":"why?"}]}""");

        many.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString()).ShouldBe(["six", "five", "six"]);
        none.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_lone_surrogate_in_a_request_is_a_400()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync("""{"messages":[{"role":"user","content":"\ud800"}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
