using System.Globalization;
using System.Net;

namespace Mact.DevServices.Tests.Model;

public sealed class ServerRouteConformanceTests
{
    [Fact]
    public async Task Models_lists_the_served_names_and_the_context_length()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options =>
        {
            options.ServedNames.Add("first");
            options.ServedNames.Add("second");
            options.MaxModelLength = 4096;
        });

        using var response = await GetAsync(endpoint, "v1/models");
        var models = (await Endpoint.JsonAsync(response)).GetProperty("data").EnumerateArray().ToList();

        models.Select(static model => model.GetProperty("id").GetString()).ShouldBe(["first", "second"]);
        models.ShouldAllBe(static model => model.GetProperty("max_model_len").GetInt32() == 4096 && model.GetProperty("owned_by").GetString() == "vllm");
    }

    [Fact]
    public async Task Without_served_names_the_model_has_its_own_and_an_absent_name_takes_it()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var reply = await endpoint.ChatJsonAsync("""{"messages":[{"role":"user","content":"q"}]}""");

        reply.GetProperty("model").GetString().ShouldBe("Qwen/Qwen3-8B");
    }

    [Theory]
    [InlineData("health", "")]
    [InlineData("ping", "")]
    [InlineData("version", """{"version":"0.28.0"}""")]
    public async Task Health_ping_and_version_answer(string path, string body)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await GetAsync(endpoint, path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Endpoint.TextAsync(response)).ShouldBe(body);
    }

    [Fact]
    public async Task Tokenize_counts_what_usage_counts()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.PostAsync("tokenize", Requests.Plain);
        using var prompt = await endpoint.PostAsync("tokenize", """{"prompt":"How many?"}""");
        var reply = await endpoint.ChatJsonAsync(Requests.Plain);

        var counted = await Endpoint.JsonAsync(response);
        counted.GetProperty("count").GetInt32().ShouldBe(reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        counted.GetProperty("tokens").GetArrayLength().ShouldBe(counted.GetProperty("count").GetInt32());
        counted.GetProperty("max_model_len").GetInt32().ShouldBe(40_960);
        (await Endpoint.JsonAsync(prompt)).GetProperty("count").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Unknown_routes_are_404_and_wrong_methods_405_in_the_web_frameworks_words()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var unknown = await GetAsync(endpoint, "chat/completions");
        using var method = await GetAsync(endpoint, "v1/chat/completions");

        (await Endpoint.TextAsync(unknown)).ShouldBe("""{"error":{"message":"Not Found","type":"Not Found","param":null,"code":404}}""");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Endpoint.TextAsync(method)).ShouldBe("""{"error":{"message":"Method Not Allowed","type":"Method Not Allowed","param":null,"code":405}}""");
        method.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Metrics_move_with_every_completion()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var usage = (await endpoint.ChatJsonAsync(Requests.With("\"n\":3"))).GetProperty("usage");

        using var response = await GetAsync(endpoint, "metrics");
        var metrics = Parse(await Endpoint.TextAsync(response));

        const string Labels = """{engine="0",model_name="Qwen/Qwen3-8B"}""";
        metrics["vllm:num_requests_running" + Labels].ShouldBe(0);
        metrics["vllm:num_requests_waiting" + Labels].ShouldBe(0);
        metrics["vllm:kv_cache_usage_perc" + Labels].ShouldBe(0);
        metrics["vllm:generation_tokens_total" + Labels].ShouldBe(usage.GetProperty("completion_tokens").GetInt32());
        metrics["vllm:prompt_tokens_total" + Labels].ShouldBe(3 * usage.GetProperty("prompt_tokens").GetInt32());
        metrics["""vllm:request_success_total{engine="0",model_name="Qwen/Qwen3-8B",finished_reason="stop"}"""].ShouldBe(3);
        metrics["""vllm:request_params_n_bucket{engine="0",model_name="Qwen/Qwen3-8B",le="2.0"}"""].ShouldBe(0);
        metrics["""vllm:request_params_n_bucket{engine="0",model_name="Qwen/Qwen3-8B",le="5.0"}"""].ShouldBe(1);
        metrics["vllm:time_to_first_token_seconds_count" + Labels].ShouldBe(3);
    }

    [Fact]
    public async Task Cached_tokens_are_whole_blocks_of_the_prompts_common_beginning()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var table = string.Join(' ', Enumerable.Range(0, 200));

        var cold = await CachedAsync(endpoint, table + " first", 1);
        var same = await CachedAsync(endpoint, table + " first", 1);
        var tail = await CachedAsync(endpoint, table + " other", 1);
        var changed = await CachedAsync(endpoint, "x" + table, 1);
        var siblings = await CachedAsync(endpoint, "y" + table, 2);

        cold.Cached.ShouldBe(0);
        same.Cached.ShouldBe((same.Prompt - 1) / 16 * 16);
        tail.Cached.ShouldBeInRange(tail.Prompt - 32, same.Cached);
        changed.Cached.ShouldBe(0);
        siblings.Cached.ShouldBe((siblings.Prompt - 1) / 16 * 16);
        new[] { cold, same, tail, changed, siblings }.ShouldAllBe(static usage => usage.Cached % 16 == 0);
    }

    [Fact]
    public async Task A_cache_salt_keeps_prompts_apart_and_details_can_be_off()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await using var quiet = await Endpoint.StartAsync(configure: static options => options.PromptTokensDetails = false);
        var question = string.Join(' ', Enumerable.Range(0, 100));

        await CachedAsync(endpoint, question, 1);
        var salted = await CachedAsync(endpoint, question, 1, ",\"cache_salt\":\"s\"");
        var details = (await quiet.ChatJsonAsync(Requests.Plain)).GetProperty("usage").GetProperty("prompt_tokens_details");

        salted.Cached.ShouldBe(0);
        details.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private static async Task<(int Prompt, int Cached)> CachedAsync(Endpoint endpoint, string content, int n, string more = "")
    {
        var reply = await endpoint.ChatJsonAsync($$"""{"messages":[{"role":"user","content":"{{content}}"}],"n":{{n}}{{more}}}""");
        var usage = reply.GetProperty("usage");
        return (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    private static Dictionary<string, double> Parse(string text) => text.Split('\n')
        .Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split(' '))
        .ToDictionary(static parts => parts[0], static parts => double.Parse(parts[1], CultureInfo.InvariantCulture));

    private static Task<HttpResponseMessage> GetAsync(Endpoint endpoint, string path) =>
        endpoint.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
