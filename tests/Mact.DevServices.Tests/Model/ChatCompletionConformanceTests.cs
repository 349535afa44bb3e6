using System.Text.Json;

namespace Mact.DevServices.Tests.Model;

public sealed class ChatCompletionConformanceTests
{
    [Fact]
    public async Task Three_choices_come_sorted_from_one_request()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"n\":3,\"seed\":7"));

        reply.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("index").GetInt32()).ShouldBe([0, 1, 2]);
        Texts(reply).ShouldBe(["answer 7 to How many?", "answer 8 to How many?", "answer 9 to How many?"]);
        endpoint.Host.StandIn.Requests.Count("/v1/chat/completions").ShouldBe(1);
    }

    [Fact]
    public async Task Usage_counts_the_prompt_once_and_sums_the_completions()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var one = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1"));
        var five = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1,\"n\":5"));

        Usage(five, "prompt_tokens").ShouldBe(Usage(one, "prompt_tokens"));
        Usage(five, "completion_tokens").ShouldBe(5 * Usage(one, "completion_tokens"));
        Usage(five, "total_tokens").ShouldBe(Usage(five, "prompt_tokens") + Usage(five, "completion_tokens"));
    }

    [Fact]
    public async Task Nulls_are_written()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.Plain);

        reply.EnumerateObject().Select(static field => field.Name).ShouldBe(
            ["id", "object", "created", "model", "choices", "service_tier", "system_fingerprint", "usage", "prompt_logprobs", "prompt_token_ids", "prompt_text", "kv_transfer_params", "ec_transfer_params", "metrics"]);
        var choice = reply.GetProperty("choices")[0];
        choice.EnumerateObject().Select(static field => field.Name).ShouldBe(["index", "message", "logprobs", "finish_reason", "stop_reason", "token_ids", "routed_experts"]);
        choice.GetProperty("stop_reason").ValueKind.ShouldBe(JsonValueKind.Null);
        choice.GetProperty("message").EnumerateObject().Select(static field => field.Name).ShouldBe(
            ["role", "content", "refusal", "annotations", "audio", "function_call", "reasoning"]);
    }

    [Fact]
    public async Task A_missing_seed_is_drawn_from_the_messages_so_that_the_answer_repeats()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var first = await endpoint.ChatJsonAsync(Requests.With("\"n\":2"));
        var again = await endpoint.ChatJsonAsync(Requests.With("\"n\":2,\"seed\":-1"));

        Texts(again).ShouldBe(Texts(first));
        Texts(first)[0].ShouldNotBe(Texts(first)[1]);
    }

    [Fact]
    public async Task A_text_is_cut_before_the_first_stop_string_and_the_reason_names_it()
    {
        await using var endpoint = await Endpoint.StartAsync(new DevServices.Model.ScriptedModel("Thought 1: look.\nObservation 1: no\nEnd"));

        var cut = await endpoint.ChatJsonAsync("""{"messages":[{"role":"user","content":"q"}],"stop":["\nEnd","\nObservation"]}""");
        var kept = await endpoint.ChatJsonAsync("""{"messages":[{"role":"user","content":"q"}],"stop":"\nObservation","include_stop_str_in_output":true}""");

        Texts(cut).ShouldBe(["Thought 1: look."]);
        cut.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        cut.GetProperty("choices")[0].GetProperty("stop_reason").GetString().ShouldBe("\nObservation");
        Texts(kept).ShouldBe(["Thought 1: look.\nObservation"]);
    }

    [Fact]
    public async Task A_text_longer_than_max_tokens_is_cut_and_finishes_with_length()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1,\"max_tokens\":99,\"max_completion_tokens\":3"));

        reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("length");
        Usage(reply, "completion_tokens").ShouldBe(3);
        "answer 1 to How many?".ShouldStartWith(Texts(reply)[0]);
    }

    [Fact]
    public async Task The_response_id_follows_the_header_then_the_body()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var fromBody = await endpoint.ChatJsonAsync(Requests.With("\"request_id\":\"abc\""));
        endpoint.Client.DefaultRequestHeaders.Add("X-Request-Id", "xyz");
        var fromHeader = await endpoint.ChatJsonAsync(Requests.With("\"request_id\":\"abc\""));

        fromBody.GetProperty("id").GetString().ShouldBe("chatcmpl-abc");
        fromHeader.GetProperty("id").GetString().ShouldBe("chatcmpl-xyz");
    }

    [Fact]
    public async Task Log_probabilities_come_per_token_and_join_to_the_text()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync(Requests.With("\"seed\":1,\"logprobs\":true,\"top_logprobs\":2"));

        var tokens = reply.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();
        string.Concat(tokens.Select(static token => token.GetProperty("token").GetString())).ShouldBe(Texts(reply)[0]);
        tokens.ShouldAllBe(static token => token.GetProperty("logprob").GetDouble() <= 0 && token.GetProperty("top_logprobs").GetArrayLength() == 2);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.With("\"best_of\":4,\"guided_regex\":\"x\",\"whatever\":{\"a\":[1]}"));

        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static string[] Texts(JsonElement reply) =>
        [.. reply.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString()!)];

    private static int Usage(JsonElement reply, string field) => reply.GetProperty("usage").GetProperty(field).GetInt32();
}
