using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core.Models;

namespace Mact.Worker.Models.Checking;

/// <summary>
/// Finds out what a model on an endpoint can do, with a dozen requests of a few tokens each at most, one after the other. What it cannot tell stays
/// as it was known.
/// </summary>
internal sealed class ModelProbe(HttpClient http, ModelConnection connection, string model)
{
    private const int FewTokens = 16;
    private const int SomeTokens = 48;
    private const string Counting = "one two";

    private static readonly string[] ThinkingMembers = ["reasoning", "reasoning_content", "thinking"];
    private static readonly string[] ThinkingMarks = ["<think", "[THINK]", "<thought>", "◁think▷", "<seed:think>", "<|channel|>analysis"];

    /// <summary>What was seen; null where the model does not answer at all, with the endpoint's words.</summary>
    public async Task<(EndpointKnowledge? Known, Sentence Said)> RunAsync(EndpointKnowledge known, CancellationToken cancellationToken)
    {
        var basic = await AskBasicAsync(cancellationToken);
        if (basic.Reply is not { IsAnswer: true } first)
        {
            return (null, basic.Reply?.Said ?? "no answer");
        }

        known = known with
        {
            TakesSystemRole = basic.WithSystem,
            MaxBatch = basic.N > 1 && first.Texts.Count > 1 ? (known.MaxBatch is 1 ? null : known.MaxBatch) : 1,
        };
        var streamed = await ChatAsync([User("Say yes.")], FewTokens, new() { ["stream"] = true }, cancellationToken);
        known = known with { Streams = streamed is { IsAnswer: true } ? streamed.IsStream : false };
        known = await SeedsAsync(known, cancellationToken);
        known = first.Thinks ? await SwitchAsync(known, cancellationToken) : known with { ThinksUnasked = false };
        known = await ContinuesAsync(known, cancellationToken);
        return (await StructuresAsync(known, cancellationToken), first.Said);
    }

    /// <summary>Two samples with a system message; then without either where that is refused.</summary>
    private async Task<(ProbeReply? Reply, int N, bool WithSystem)> AskBasicAsync(CancellationToken cancellationToken)
    {
        ProbeReply? told = null;
        foreach (var (n, withSystem) in new[] { (2, true), (1, true), (2, false), (1, false) })
        {
            JsonObject[] messages = withSystem ? [Message("system", "Answer with one word."), User("Say yes.")] : [User("Say yes.")];
            var reply = await ChatAsync(messages, FewTokens, n > 1 ? new() { ["n"] = n, ["temperature"] = 1.0 } : [], cancellationToken);
            told ??= reply;
            if (reply.IsAnswer || !reply.IsRefusal)
            {
                return (reply, n, withSystem);
            }
        }

        return (told, 1, true);
    }

    private async Task<EndpointKnowledge> SeedsAsync(EndpointKnowledge known, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var reply = await ChatAsync(
                [User("Write eight random words.")], SomeTokens, new() { ["seed"] = 7, ["temperature"] = 1.0 }, cancellationToken);
            if (!reply.IsAnswer)
            {
                return known with { Seeds = reply.IsRefusal ? false : known.Seeds };
            }

            texts.Add(reply.Whole);
        }

        return known with { Seeds = texts[0] == texts[1] };
    }

    /// <summary>Which field keeps it from thinking.</summary>
    private async Task<EndpointKnowledge> SwitchAsync(EndpointKnowledge known, CancellationToken cancellationToken)
    {
        (string Field, JsonNode Value)[] switches =
        [
            ("chat_template_kwargs", new JsonObject { ["enable_thinking"] = false }), ("reasoning_effort", JsonValue.Create("none")),
        ];
        foreach (var (field, value) in switches)
        {
            var reply = await ChatAsync([User("Say yes.")], FewTokens, new() { [field] = value }, cancellationToken);
            if (reply is { IsAnswer: true, Thinks: false })
            {
                return known with { ThinkingSwitch = field, ThinksUnasked = field != switches[0].Field };
            }
        }

        return known with { ThinkingSwitch = null, ThinksUnasked = true };
    }

    private async Task<EndpointKnowledge> ContinuesAsync(EndpointKnowledge known, CancellationToken cancellationToken)
    {
        var reply = await ChatAsync(
            [User("Count from one to five in words, with spaces between them and nothing else."), Message("assistant", Counting)],
            FewTokens,
            new() { ["continue_final_message"] = true, ["add_generation_prompt"] = false },
            cancellationToken);
        var text = reply.Texts.Count == 0 ? "" : reply.Texts[0].TrimStart(' ', ',', '\n');
        var goesOn = text.StartsWith("three", StringComparison.OrdinalIgnoreCase) || text.StartsWith(Counting, StringComparison.OrdinalIgnoreCase);
        return known with { Continues = reply.IsAnswer ? goesOn : reply.IsRefusal ? false : known.Continues };
    }

    private async Task<EndpointKnowledge> StructuresAsync(EndpointKnowledge known, CancellationToken cancellationToken)
    {
        var schema = JsonNode.Parse("""
            {"type":"json_schema","json_schema":{"name":"reply","schema":{"type":"object","properties":{"colour":{"enum":["red","blue"]}},
            "required":["colour"],"additionalProperties":false}}}
            """);
        var reply = await ChatAsync([User("Greet me in one sentence.")], SomeTokens, new() { ["response_format"] = schema }, cancellationToken);
        return known with { Structures = reply.IsAnswer ? reply.Texts.Any(IsColour) : reply.IsRefusal ? false : known.Structures };
    }

    private static bool IsColour(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject colour && colour["colour"] is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<ProbeReply> ChatAsync(JsonObject[] messages, int maxTokens, JsonObject more, CancellationToken cancellationToken)
    {
        more["model"] = model;
        more["messages"] = new JsonArray([.. messages]);
        more["max_tokens"] = maxTokens;
        var reply = await SendAsync(more, cancellationToken);
        if (reply.IsRefusal && reply.Said.ToString().Contains("max_completion_tokens", StringComparison.Ordinal))
        {
            more.Remove("max_tokens");
            more["max_completion_tokens"] = maxTokens;
            reply = await SendAsync(more, cancellationToken);
        }

        return reply;
    }

    private async Task<ProbeReply> SendAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var version = connection.ApiVersion is { } value ? $"?api-version={value}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{connection.Endpoint.AbsoluteUri}/chat/completions{version}")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        ModelCheck.Authorize(request, connection);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return ProbeReply.Read(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType == "text/event-stream",
                await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return new ProbeReply([], false, false, false, ModelCheck.NotReachable(exception.HttpRequestError));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeReply([], false, false, false, "It did not answer in time.");
        }
    }

    private static JsonObject User(string content) => Message("user", content);

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    /// <summary>What of a reply is looked at.</summary>
    /// <param name="Texts">What each choice says, thinking left out, in the order of their numbers.</param>
    /// <param name="Thinks">It shows thinking.</param>
    /// <param name="IsStream">It came as events.</param>
    /// <param name="IsRefusal">The server is there and does not take the request.</param>
    /// <param name="Said">Its words, where it is no answer.</param>
    private sealed record ProbeReply(IReadOnlyList<string> Texts, bool Thinks, bool IsStream, bool IsRefusal, Sentence Said)
    {
        private const int MaxWords = 200;

        public bool IsAnswer => Texts.Count > 0;

        public string Whole => string.Join('\n', Texts);

        public static ProbeReply Read(int status, bool isStream, string body)
        {
            if (status is < 200 or >= 300)
            {
                return Without(status, body, isRefusal: status is 400 or 404 or 422 or 500 or 501);
            }

            var texts = new SortedDictionary<int, string>();
            var thinks = false;
            foreach (var piece in isStream ? Events(body) : [body])
            {
                try
                {
                    foreach (var choice in JsonNode.Parse(piece)?["choices"] as JsonArray ?? [])
                    {
                        var message = choice?["message"] ?? choice?["delta"];
                        var text = message?["content"] is JsonValue content && content.TryGetValue<string>(out var written) ? written : "";
                        var index = choice?["index"] is JsonValue at && at.TryGetValue<int>(out var number) ? number : texts.Count;
                        texts[index] = texts.GetValueOrDefault(index, "") + text;
                        thinks |= ThinkingMembers.Any(
                            member => message?[member] is JsonValue thought && thought.TryGetValue<string>(out var had) && had.Length > 0);
                    }
                }
                catch (Exception exception) when (exception is JsonException or InvalidOperationException)
                {
                    // No reply that this can read.
                }
            }

            thinks |= texts.Values.Any(static text => ThinkingMarks.Any(mark => text.Contains(mark, StringComparison.Ordinal)));
            return texts.Count == 0 ? Without(status, body, isRefusal: true) : new([.. texts.Values], thinks, isStream, false, "");
        }

        // A server that is starting refuses nothing, and what it says tells nothing of what it can do.
        private static ProbeReply Without(int status, string body, bool isRefusal) =>
            StartingServer.IsToldBy(body)
                ? new([], false, false, false, $"It is starting and has not answered yet. Check again in a minute. {MessageOf(status, body)}")
                : new([], false, false, isRefusal, MessageOf(status, body));

        private static IEnumerable<string> Events(string body) => body.Split('\n')
            .Where(static line => line.StartsWith("data:", StringComparison.Ordinal) && !line.Contains("[DONE]", StringComparison.Ordinal))
            .Select(static line => line["data:".Length..]);

        private static Sentence MessageOf(int status, string body)
        {
            var line = body.ReplaceLineEndings(" ").Trim();
            return $"HTTP {status}: {(line.Length <= MaxWords ? line : line[..MaxWords])}";
        }
    }
}
