using Mact.Worker.Models;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Worker.Tests.Models;

/// <summary>A whole question to each family of servers: the rows of docs/endpoints.md.</summary>
public sealed class FamilyQuestionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Family, requests of the first question, and of the second, when the server is known.</summary>
    public static TheoryData<string, int, int> Rows { get; } = new()
    {
        { "vLLM", 2, 2 },
        { "vLLM, a thinking model", 2, 2 },
        { "vLLM, a thinking model whose parser takes the answer for thinking", 2, 2 },
        { "vLLM, a model that thinks whatever the template says", 4, 2 },
        { "vLLM, a distilled model without a parser", 3, 2 },
        { "vLLM, Mistral tokenizer", 3, 2 },
        { "vLLM, Gemma", 3, 2 },
        { "vLLM, Mistral 7B", 3, 2 },
        { "RunPod", 4, 2 },
        { "RunPod, load balancer", 3, 2 },
        { "llama.cpp", 5, 4 },
        { "llama.cpp, a template without a system role", 3, 2 },
        { "Ollama, a thinking model", 10, 10 },
        { "Ollama, a name without its tag", 10, 10 },
        { "LM Studio", 10, 10 },
        { "LM Studio, a thinking model", 15, 10 },
        { "SGLang", 2, 2 },
        { "OpenAI", 2, 2 },
        { "OpenAI, a reasoning model", 7, 2 },
        { "Azure", 2, 2 },
        { "Mistral", 3, 2 },
        { "xAI", 11, 10 },
        { "Groq", 11, 10 },
        { "OpenRouter", 15, 10 },
        { "LiteLLM", 11, 10 },
        { "Together", 2, 2 },
        { "Gemini", 2, 2 },
        { "Anthropic", 10, 10 },
        { "TGI", 10, 10 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_question_is_answered_and_what_is_learnt_of_the_server_costs_once(string family, int first, int second)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of(family));

        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);
        var requests = question.Endpoint.Chats.Count;
        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);

        (requests, question.Endpoint.Chats.Count).ShouldBe((first, second));
    }

    [Theory]
    [InlineData("vLLM")]
    [InlineData("llama.cpp")]
    [InlineData("SGLang")]
    [InlineData("LM Studio")]
    [InlineData("TGI")]
    public async Task A_table_that_is_too_long_shrinks_and_the_answer_keeps_its_room(string family)
    {
        var large = ServerFamilies.Of(family);
        await using var question = await FamilyQuestion.StartAsync(large with
        {
            Context = 6_000,
            List = Small(large.List),
            Beside = large.Beside.ToDictionary(static one => one.Key, static one => Small(one.Value)!, StringComparer.Ordinal),
        });

        Answer(await question.AskAsync(rows: 4_000, cancellationToken: Token)).ShouldBe(["Owen"]);

        var taken = question.Endpoint.Chats.Where(static chat => ServerFamily.PromptTokens(chat) < 6_000).ToList();
        taken.ShouldAllBe(static chat => chat.Json.GetProperty("max_tokens").GetInt32() >= 750);
        question.Endpoint.Chats.Count.ShouldBeLessThanOrEqualTo(taken.Count + 2);
    }

    [Fact]
    public async Task A_prompt_that_Ollama_cuts_without_a_word_is_found_out_and_the_table_shrinks()
    {
        var ollama = ServerFamilies.Of("Ollama, a name without its tag") with
        {
            Context = 4_096,
            Beside = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["/api/ps"] = """{"models":[{"name":"qwen3:latest","context_length":4096}]}""",
            },
        };
        foreach (var family in new[] { ollama, ollama with { Beside = new Dictionary<string, string>(StringComparer.Ordinal) } })
        {
            await using var question = await FamilyQuestion.StartAsync(family);

            Answer(await question.AskAsync(rows: 4_000, cancellationToken: Token)).ShouldBe(["Owen"]);
            Answer(await question.AskAsync(rows: 4_000, cancellationToken: Token)).ShouldBe(["Owen"]);

            question.Endpoint.Chats.ShouldAllBe(static chat => ServerFamily.PromptTokens(chat) < 4_096, "the second question knows");
        }
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I will not answer that."}""", "I will not answer that.")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"run","arguments":"{}"}}]}""", "tools that nobody offered")]
    [InlineData("""{"role":"assistant","content":{"odd":true}}""", "no text")]
    [InlineData("""{"role":"assistant","content":[]}""", "no text")]
    [InlineData("""{"role":"assistant","content":""}""", "no text")]
    public async Task A_model_that_says_nothing_is_asked_once_and_what_came_is_said(string message, string words)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));
        var choices = string.Join(',', Enumerable.Range(0, 5).Select(index => $$"""{"index":{{index}},"message":{{message}},"finish_reason":"stop"}"""));
        question.Endpoint.Chat = Replies.Json(200, $$"""{"choices":[{{choices}}]}""");

        var failed = (await question.AskAsync(cancellationToken: Token)).ShouldBeOfType<Outcome.Failed>();

        failed.Error.Message.ShouldContain(words);
        question.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":{"type":"text","text":"TEXT"}}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Finish[Wrong]"}]},{"type":"text","text":"TEXT"}]}""")]
    [InlineData("""{"role":"assistant","content":["TEXT"]}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"TEXT"}]}""")]
    [InlineData("""{"role":"assistant","content":"","reasoning":"TEXT"}""")]
    [InlineData("""{"role":"assistant","content":"[THINK]Action 1: Finish[Wrong][/THINK]TEXT"}""")]
    [InlineData("""{"role":"assistant","content":"<thought>Action 1: Finish[Wrong]</thought>TEXT"}""")]
    [InlineData("""{"role":"assistant","content":"◁think▷Action 1: Finish[Wrong]◁/think▷TEXT"}""")]
    [InlineData("""{"role":"assistant","content":"<seed:think>Action 1: Finish[Wrong]</seed:think>TEXT"}""")]
    [InlineData("""{"role":"assistant","content":"<|channel|>analysis<|message|>Action 1: Finish[Wrong]<|end|><|start|>assistant<|channel|>final<|message|>TEXT<|return|>"}""")]
    [InlineData("""{"role":"assistant","content":"Action 1: Finish[Wrong]</think>TEXT"}""")]
    public async Task An_answer_is_found_in_every_shape_of_a_message(string message)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));
        question.Endpoint.Chat = (context, request) =>
        {
            var messages = request.Json.GetProperty("messages").EnumerateArray().Select(static one => one.GetProperty("content").GetString()!);
            var text = System.Text.Json.JsonSerializer.Serialize(SolvedText.Of([.. messages], isCut: false));
            var shaped = message.Replace("TEXT", text[1..^1], StringComparison.Ordinal);
            var choices = string.Join(',', Enumerable.Range(0, request.N).Select(index => $$"""{"index":{{index}},"message":{{shaped}},"finish_reason":"stop"}"""));
            return Replies.Json(200, $$"""{"choices":[{{choices}}],"usage":null}""")(context, request);
        };

        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);
        question.Endpoint.Chats.Count.ShouldBe(2);
        question.Calls.ShouldAllBe(static call => call.Reply.Usage.IsEstimate && call.Reply.Usage.OutputTokens > 0);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("STOP")]
    [InlineData("stop ")]
    [InlineData("COMPLETE")]
    [InlineData("end")]
    [InlineData("end_turn")]
    [InlineData("eos")]
    [InlineData("eos_token")]
    [InlineData("FINISH_REASON_STOP")]
    [InlineData("something new")]
    [InlineData("")]
    public async Task Every_word_for_an_end_costs_no_second_request(string reason)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM") with { FinishReason = reason });

        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);
        question.Endpoint.Chats.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("vLLM, a thinking model", "Models:ThinkingFor:0", "Plan")]
    public async Task Thinking_that_is_wanted_gets_its_room(string family, string key, string value)
    {
        await using var question = await FamilyQuestion.StartAsync(
            ServerFamilies.Of(family), (key, value), ("Models:ThinkingTokenBudget", "4000"));

        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);

        question.Endpoint.Chats.Count.ShouldBe(2);
        question.Endpoint.Chats[0].Has("chat_template_kwargs").ShouldBeFalse();
        question.Endpoint.Chats[0].Json.GetProperty("thinking_token_budget").GetInt32().ShouldBe(4000);
        question.Endpoint.Chats[1].Has("chat_template_kwargs").ShouldBeTrue();
        question.Calls[0].Reply.Usage.ReasoningTokens.ShouldBe(5 * ServerFamily.ThinkingTokens);
    }

    [Fact]
    public async Task Thinking_that_never_ends_fails_once_and_names_the_setting()
    {
        await using var question = await FamilyQuestion.StartAsync(
            ServerFamilies.Of("vLLM, a thinking model") with { SwitchesOff = static _ => false }, ("Models:MaxThinkingTokens", "2000"));

        var failed = (await question.AskAsync(cancellationToken: Token)).ShouldBeOfType<Outcome.Failed>();

        failed.Error.Message.ShouldContain("Models:DisableThinking");
        failed.Error.Message.ShouldContain("Models:MaxThinkingTokens");
        question.Endpoint.Chats.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_evaluation_goes_after_people_and_a_call_is_found_in_the_servers_log()
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));

        await question.AskAsync(cancellationToken: Token);
        question.Endpoint.Chats.ShouldAllBe(static chat => !chat.Has("priority"));
        question.Endpoint.Chats[0].Headers["X-Request-Id"].ShouldBe("q1-1-plan");
        await question.AskAsync(
            new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false, Priority = QuestionPriority.Evaluation },
            cancellationToken: Token);
        question.Endpoint.Chats.ShouldAllBe(static chat => chat.Json.GetProperty("priority").GetInt32() == 1);
    }

    [Fact]
    public async Task A_seed_is_sent_when_it_is_asked_for_and_is_exact_as_a_double()
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("xAI"));

        await question.AskAsync(new QuestionOptions { Strategy = Strategy.Agent, AdaptiveSampling = false, Seed = 7 }, cancellationToken: Token);

        var seeds = question.Endpoint.Chats.Where(static chat => chat.N == 1).Select(static chat => chat.Seed).ToList();
        seeds.Count.ShouldBe(10);
        seeds.Select(static seed => (double)seed).Distinct().Count().ShouldBe(10);
        seeds.ShouldAllBe(static seed => seed >= 0 && seed < int.MaxValue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_last_line_is_held_to_a_schema_only_where_a_check_has_seen_that_it_is(bool structures)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));
        var memory = question.Services.GetRequiredService<EndpointMemory>();
        memory.Recall(new EndpointKnowledge { Endpoint = $"{question.Endpoint.Server}/v1", Model = "qwen3-8b", Structures = structures });
        question.Endpoint.Chat = (context, request) => Replies.Json(200, Replies.Completion([.. Enumerable.Range(0, request.N).Select(index =>
            Replies.Choice(index, request.Has("response_format") ? """{"answer": "Owen"}""" : request.N > 1 ? "He is well known." : "Answer: Owen"))]))(
            context, request);

        Answer(await question.AskAsync(
            new QuestionOptions { Strategy = Strategy.Direct, AdaptiveSampling = false }, cancellationToken: Token)).ShouldBe(["Owen"]);

        question.Endpoint.Chats.Where(static chat => chat.N > 1).ShouldAllBe(static chat => !chat.Has("response_format"));
        question.Endpoint.Chats.Where(static chat => chat.N == 1).ShouldAllBe(chat => chat.Has("response_format") == structures);
    }

    [Fact]
    public async Task A_begun_reply_goes_on_where_it_can_and_the_text_has_its_beginning()
    {
        foreach (var (family, written) in new[] { ("vLLM", " lot."), ("llama.cpp", "It is a lot.") })
        {
            await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of(family));
            question.Endpoint.Chat = Replies.Choices(Replies.Choice(0, written));
            var client = question.Services.GetRequiredService<ISamplingClient>();

            var batch = await client.SampleAsync(
                ModelFixture.Request(n: 1) with { Seed = null, BegunReply = "It is a" }, new RecordingObserver(), Token);

            batch.Completions[0].Text.ShouldBe("It is a lot.", family);
            question.Endpoint.Chats[0].Json.GetProperty("continue_final_message").GetBoolean().ShouldBeTrue();
        }
    }

    public static TheoryData<string> Families { get; } = [.. ServerFamilies.All.Select(static family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task The_default_strategy_answers_on_every_family(string family)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of(family));

        Answer(await question.AskAsync(new QuestionOptions(), cancellationToken: Token)).ShouldBe(["Owen"]);
        Rows.Select(static row => row.Data.Item1).ShouldContain(family, "every family has its row");
    }

    [Theory]
    [InlineData("vLLM", "vLLM, a thinking model")]
    [InlineData("RunPod serverless vLLM", "RunPod")]
    [InlineData("OpenAI", "OpenAI")]
    [InlineData("Ollama", "Ollama, a thinking model")]
    public async Task A_command_of_the_README_is_true_of_its_server(string row, string family)
    {
        var command = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "README.md"), Token))
            .Single(line => line.StartsWith($"| {row} | ", StringComparison.Ordinal));
        var model = command.Split("--model ") is [_, var named] ? named.Split('`', ' ')[0] : "auto";
        var server = ServerFamilies.Of(family);
        (model == "auto" ? "auto" : server.Model).ShouldBe(model);
        await using var question = await FamilyQuestion.StartAsync(server with { Model = model });

        Answer(await question.AskAsync(new QuestionOptions(), cancellationToken: Token)).ShouldBe(["Owen"]);
        question.Calls.ShouldAllBe(static call => call.Reply.Usage.ReasoningTokens == 0);
        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);
    }

    [Theory]
    [InlineData(401, """{"error":"Unauthorized"}""")]
    [InlineData(403, "")]
    [InlineData(404, """{"detail":"Not Found"}""")]
    [InlineData(405, "")]
    [InlineData(500, """{"error":"list failed"}""")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"object":"list","data":[]}""")]
    [InlineData(200, """{"object":"list","data":null}""")]
    [InlineData(200, """{"data":[{"id":"another"},{"id":"and another"}]}""")]
    [InlineData(200, """{"data":[{"id":"*"}]}""")]
    [InlineData(200, """{"models":[{"name":"qwen3-8b:latest"}]}""")]
    public async Task A_list_that_does_not_have_the_model_stops_no_question(int status, string list)
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));
        question.Endpoint.Models = Replies.Json(status, list);

        Answer(await question.AskAsync(cancellationToken: Token)).ShouldBe(["Owen"]);
        question.Endpoint.Chats.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_model_that_is_listed_nowhere_and_not_served_fails_with_what_is_served()
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM") with { Model = "missing" });
        question.Endpoint.Chat = Replies.Error(404, "The model `missing` does not exist. Valid aliases: qwen3-8b.", "NotFoundError", "model");

        var error = (await question.AskAsync(cancellationToken: Token)).ShouldBeOfType<Outcome.Failed>().Error;

        error.Code.ShouldBe(ErrorCodes.ModelNotFound);
        error.Served.ShouldBe(["qwen3-8b"]);
        question.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_own_num_ctx_of_Ollama_is_known_before_the_first_request()
    {
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("Ollama, a name without its tag") with
        {
            Context = 8_192,
            Beside = new Dictionary<string, string>(StringComparer.Ordinal) { ["/api/show"] = """{"parameters":"num_ctx    8192\nstop \"x\""}""" },
        });

        Answer(await question.AskAsync(rows: 4_000, cancellationToken: Token)).ShouldBe(["Owen"]);

        question.Endpoint.Chats.ShouldAllBe(static chat => ServerFamily.PromptTokens(chat) < 8_192);
    }

    private static string? Small(string? body) => body?.Replace("16384", "6000", StringComparison.Ordinal);

    private static IReadOnlyList<string> Answer(Outcome outcome) => outcome.ShouldBeOfType<Outcome.Answered>(outcome.ToString()).Answer;
}
