using System.Net;
using System.Text;
using CsCheck;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Worker.Tests.Models;

/// <summary>Whatever an endpoint sends, only our own errors come of it. MACT_LONG=1 runs ten times as many.</summary>
public sealed class MutatedReplyTests
{
    private static readonly string[] Corpus =
    [
        Replies.Completion(
            Replies.Choice(0, "Thought 1: x\nAction 1: Finish[é]"),
            Replies.Choice(1, null, "abort"),
            Replies.Choice(2, "<think>a</think>b", "length", "why")),
        """{"id":"c","choices":[{"index":0,"message":{"content":"a","reasoning_content":"b"},"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":-0.5,"top_logprobs":[]}]}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}""",
        """{"error":{"message":"The model `x` does not exist.","type":"NotFoundError","param":"model","code":404}}""",
        """{"object":"error","code":404,"message":"The model `gpt-3.5-turbo` does not exist."}""",
        """{"error":"{'message': 'vLLM returned HTTP 404: {\"error\":{\"message\":\"The model `x` does not exist.\",\"code\":404}}', 'type': 'worker_error', 'code': None}"}""",
        """{"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 512 output tokens and your prompt contains 3900 input tokens","type":"BadRequestError","param":"input_tokens","code":400}}""",
        """{"error":{"message":"Only n=1 is supported.","param":"n","code":"unsupported_value"}}""",
        """{"error":{"message":"Unrecognized request argument supplied: chat_template_kwargs","code":400}}""",
        """{"id":"1","status":"IN_QUEUE"}""",
        """{"error":"Unauthorized"}""",
        """{"detail":[{"loc":["body","n"],"msg":"x"}]}""",
        "<html><body>502</body></html>",
        "",
    ];

    private static readonly string[] Odd =
    [
        "null",
        "true",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[[[[[[[[[[",
        "{\"a\":{\"a\":",
        "\0",
        "\uFFFD",
        "'",
        "\\",
        "NaN",
        "404",
        "\"choices\":",
        new('[', 3000), new('{', 3000), "\"n\"", "'message': '", "HTTP 500: {", "choices", "\"error\":",
    ];

    private static readonly int[] Statuses =
    [
        200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 400, 401, 404, 422, 429, 500, 502, 503, 204, 301, 418,
    ];

    private static readonly int Count = Environment.GetEnvironmentVariable("MACT_LONG") == "1" ? 10_000 : 1_000;

    [Fact]
    public async Task Mutated_replies_end_in_completions_or_in_our_own_errors()
    {
        var drawn = 0;
        var failed = 0;
        var last = "";
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(i);
            var client = Build(() => Answer(random));
            await using var services = client.Services;
            try
            {
                var batch = await Task.Run(
                    () => client.Sampling.SampleAsync(ModelFixture.Request(), new RecordingObserver(), TestContext.Current.CancellationToken))
                    .WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
                batch.Completions.Count.ShouldBe(3, $"seed {i}");
                drawn++;
            }
            catch (ModelException exception)
            {
                exception.Error.Message.Length.ShouldBeInRange(10, 4000, $"seed {i}");
                failed++;
                last = exception.Error.Message;
            }
        }

        drawn.ShouldBeGreaterThan(Count / 20, $"The last of {failed} failures: {last}");
        failed.ShouldBeGreaterThan(Count / 20);
    }

    [Fact]
    public void Reading_a_mutated_reply_takes_memory_in_proportion_to_its_size()
    {
        const int minBytes = 256 * 1024;
        const int bytesPerByte = 200;
        var random = new Random(1);
        ReadOne();
        for (var i = 0; i < Count; i++)
        {
            ReadOne().ShouldBeTrue($"reply {i}");
        }

        // What this thread allocates is the reading alone, whatever else runs in the process.
        bool ReadOne()
        {
            var (status, body) = (Statuses[random.Next(Statuses.Length)], Mutate(random));
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = Worker.Models.Wire.ReplyReader.Read(new(status, "application/json", body), new(3, ["n"], HasVersion: true));
            return GC.GetAllocatedBytesForCurrentThread() - before < minBytes + (bytesPerByte * body.Length);
        }
    }

    [Fact]
    public void Completions_of_a_well_formed_reply_are_never_lost()
    {
        var text = Gen.String.Where(static text => !text.Contains("think>", StringComparison.OrdinalIgnoreCase)
            && text.All(static c => !char.IsSurrogate(c)) && !string.IsNullOrWhiteSpace(text));
        var noise = OneOf("null", "1", "\"x\"", "[]", "{}", "[{}]", "true", "-1.5e3", "{\"message\":{\"content\":\"no\"}}", "\"\\ud800\"");
        var member = Gen.Select(
            OneOf("id", "model", "usage", "created", "object", "extra", "system_fingerprint", "metrics", "status", "code", "detail", "type"), noise);
        Gen.Select(text.Array[1, 4], member.Array[0, 6], noise, noise).Sample(
            (texts, members, inChoice, inMessage) =>
            {
                var choices = texts.Select((content, i) =>
                    $$$"""{"index":{{{i}}},"logprobs":{{{inChoice}}},"stop_reason":{{{inMessage}}},"message":{"tool_calls":{{{inMessage}}},"reasoning":{{{inChoice}}},"content":{{{System.Text.Json.JsonSerializer.Serialize(content)}}}},"finish_reason":"stop"}""");
                var json = $$"""{ {{string.Concat(members.Select(static m => $"\"{m.Item1}\":{m.Item2},"))}} "choices": [{{string.Join(',', choices)}}] }""";

                var reply = Worker.Models.Wire.ReplyReader.Read(
                    new Worker.Models.Wire.HttpReply(200, "application/json", Encoding.UTF8.GetBytes(json)),
                    new Worker.Models.Wire.RequestFacts(texts.Length, [], HasVersion: true));

                var body = reply.ShouldBeOfType<Worker.Models.Wire.Reply.Completed>().Body;
                body.Choices!.Select((choice, i) => Worker.Models.Sampling.ChoiceReader.Read(choice, i, i, []))
                    .Select(static completion => (completion.Text, completion.Status))
                    .ShouldBe(texts.Select(static content => (content, CompletionStatus.Complete)));
            },
            iter: Count);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static (ServiceProvider Services, ISamplingClient Sampling) Build(Func<HttpResponseMessage> chat)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ConnectionStrings:model", "Endpoint=http://127.0.0.1:1/v1;Key=k;Model=Qwen/Qwen3-8B"),
            new("Models:MaxResponseBytes", "1000000"),
            new("Models:VendorFields", "On"),
            new("Models:MaxWaitAge", "23:00:00"),
            new("Models:TotalBudget", "23:59:59"),
        ]).Build();
        var services = new ServiceCollection();
        var inFlight = new InFlight();
        services.AddSingleton<TimeProvider>(new ImpatientTime(inFlight));
        services.AddLogging();
        services.AddModels(configuration);
        services.AddHttpClient(ModelsExtensions.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new StubHandler(inFlight, request =>
            request.RequestUri!.AbsolutePath.EndsWith("/models", StringComparison.Ordinal) ? Json(
                200, Encoding.UTF8.GetBytes(Replies.ModelList(["Qwen/Qwen3-8B"]))) : chat()));
        var provider = services.BuildServiceProvider();
        return (provider, provider.GetRequiredService<ISamplingClient>());
    }

    private static HttpResponseMessage Answer(Random random) => Json(Statuses[random.Next(Statuses.Length)], Mutate(random));

    private static HttpResponseMessage Json(int status, byte[] body)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new MemoryStream(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return response;
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Corpus[random.Next(2) == 0 ? random.Next(2) : random.Next(Corpus.Length)]).ToList();
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Corpus[random.Next(Corpus.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
