using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Mact.Testing;

/// <summary>Where a model's thinking stands in its reply.</summary>
public enum ThinkingPlace
{
    None,

    /// <summary>In a member of the message.</summary>
    Member,

    /// <summary>Between marks in the text.</summary>
    Marks,

    /// <summary>In the text, with a mark at its end only: the template began it in the prompt.</summary>
    EndMark,

    /// <summary>Nowhere: it only counts.</summary>
    Hidden,
}

/// <summary>
/// One kind of server with a model behind it that solves the kit's question: what it lists, refuses, counts and how it replies.
/// docs/endpoints.md says what was seen where.
/// </summary>
public sealed partial record ServerFamily(string Name)
{
    /// <summary>Tokens that the model thinks where it does.</summary>
    public const int ThinkingTokens = 2500;

    private const double CharactersPerToken = 3.2;

    /// <summary>The name to ask for.</summary>
    public string Model { get; init; } = "qwen3-8b";

    /// <summary>The body of GET /v1/models; null = 404.</summary>
    public string? List { get; init; }

    /// <summary>Bodies of GETs and POSTs beside /v1, by the end of the path.</summary>
    public IReadOnlyDictionary<string, string> Beside { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Refusals, the first that holds first: a status and a body for a request, or null.</summary>
    public IReadOnlyList<Func<HttpContext, ReceivedRequest, (int Status, string Body)?>> Refusals { get; init; } = [];

    /// <summary>Says that a prompt of so many tokens is too long.</summary>
    public Func<int, int, (int Status, string Body)>? Overflow { get; init; }

    /// <summary>What it answers to the first requests, before it is ready.</summary>
    public IReadOnlyList<(int Status, string Body)> Cold { get; init; } = [];

    /// <summary>Its context in tokens; longer prompts overflow, or are cut without a word.</summary>
    public int Context { get; init; } = 131_072;

    /// <summary>Choices that it gives at most, whatever n.</summary>
    public int MaxChoices { get; init; } = 128;

    public bool Streams { get; init; } = true;

    public ThinkingPlace Thinking { get; init; }

    /// <summary>The member that thinking stands in.</summary>
    public string ThinkingMember { get; init; } = "reasoning";

    /// <summary>Whether a request switches thinking off.</summary>
    public Func<ReceivedRequest, bool> SwitchesOff { get; init; } = static _ => false;

    /// <summary>The answer stands where thinking would, and the text is empty.</summary>
    public bool AnswersInMember { get; init; }

    public string FinishReason { get; init; } = "stop";

    /// <summary>It counts the tokens of one choice, whatever n.</summary>
    public bool CountsOneChoice { get; init; }

    public bool SendsUsage { get; init; } = true;

    /// <summary>Comes before every event of a stream.</summary>
    public string Noise { get; init; } = "";

    /// <summary>What the connection string needs behind host and port.</summary>
    public string Path { get; init; } = "/v1";

    public override string ToString() => Name;

    /// <summary>Starts a server of the family.</summary>
    public async Task<ScriptedEndpoint> StartAsync()
    {
        var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Models = List is { } list ? Replies.Json(200, list) : Replies.Json(404, """{"detail":"Not Found"}""");
        endpoint.Chat = AnswerAsync;
        foreach (var (status, body) in Cold)
        {
            endpoint.Answer(Replies.Json(status, body));
        }

        endpoint.Other = (context, request) =>
        {
            var body = Beside.FirstOrDefault(one => request.Path.EndsWith(one.Key, StringComparison.Ordinal)).Value;
            return Replies.Json(body is null ? 404 : 200, body ?? """{"detail":"Not Found"}""")(context, request);
        };
        return endpoint;
    }

    /// <summary>Tokens of a request's messages, as this server's model counts them.</summary>
    public static int PromptTokens(ReceivedRequest request) => (int)(Texts(request).Sum(static text => text.Length) / CharactersPerToken);

    private async Task AnswerAsync(HttpContext context, ReceivedRequest request)
    {
        var prompt = PromptTokens(request);
        var refusal = Refusals.Select(refuse => refuse(context, request)).FirstOrDefault(static refused => refused is not null)
            ?? (Overflow is not null && prompt + 16 > Context ? Overflow(prompt, Context) : null);
        if (refusal is { } no)
        {
            await Replies.Json(no.Status, no.Body)(context, request);
            return;
        }

        var maxTokens = Tokens(request, "max_tokens") ?? Tokens(request, "max_completion_tokens") ?? int.MaxValue;
        var thinks = Thinking != ThinkingPlace.None && !SwitchesOff(request);
        var isCut = thinks && maxTokens < ThinkingTokens;
        var thought = thinks ? "Okay, let me see. Action 1: Finish[Wrong]. Wait, no" : null;
        var text = isCut ? "" : SolvedText.Of(Texts(request), prompt > Context);
        var (content, member) = Thinking switch
        {
            ThinkingPlace.Marks when thinks => ($"<think>{thought}{(isCut ? "" : "</think>\n\n")}{text}", (string?)null),
            ThinkingPlace.EndMark when thinks => ($"{thought}{(isCut ? "" : "\n</think>\n\n")}{text}", null),
            ThinkingPlace.Member when thinks => (text, thought),
            _ => AnswersInMember ? ("", text) : (text, null),
        };
        var choices = Math.Min(request.N, MaxChoices);
        var written = (thinks ? Math.Min(ThinkingTokens, maxTokens) : 0) + (text.Length / 4);
        var usage = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["prompt_tokens"] = Math.Min(prompt, Context),
            ["completion_tokens"] = written * (CountsOneChoice ? 1 : choices),
        };
        if (thinks)
        {
            usage["completion_tokens_details"] = new { reasoning_tokens = Math.Min(ThinkingTokens, maxTokens) * choices };
        }

        if (Streams && request.Streams)
        {
            await StreamAsync(context, content, member, choices, isCut ? "length" : FinishReason, usage);
            return;
        }

        await Replies.Json(200, JsonSerializer.Serialize(new
        {
            id = "chatcmpl-1",
            model = Model,
            choices = Enumerable.Range(0, choices).Select(index => new
            {
                index,
                message = Message(content, member),
                finish_reason = isCut ? "length" : FinishReason,
            }),
            usage = SendsUsage ? usage : null,
        }))(context, request);
    }

    private async Task StreamAsync(
        HttpContext context, string content, string? member, int choices, string reason, Dictionary<string, object> usage)
    {
        context.Response.ContentType = "text/event-stream";
        for (var index = 0; index < choices; index++)
        {
            await WriteAsync(new { id = "chatcmpl-1", choices = new[] { new { index, delta = Message(content, member) } } });
            await WriteAsync(new { choices = new[] { new { index, delta = new { }, finish_reason = reason } } });
        }

        if (SendsUsage)
        {
            await WriteAsync(new { choices = Array.Empty<object>(), usage });
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);

        Task WriteAsync(object data) => context.Response.WriteAsync($"{Noise}data: {JsonSerializer.Serialize(data)}\n\n", context.RequestAborted);
    }

    private Dictionary<string, object?> Message(string content, string? member)
    {
        var message = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["role"] = "assistant",
            ["content"] = content.Length == 0 ? null : content,
        };
        if (member is not null)
        {
            message[ThinkingMember] = member;
        }

        return message;
    }

    private static IReadOnlyList<string> Texts(ReceivedRequest request) =>
        [.. request.Json.GetProperty("messages").EnumerateArray().Select(static message => message.GetProperty("content").GetString() ?? "")];

    private static int? Tokens(ReceivedRequest request, string field) =>
        request.Json.TryGetProperty(field, out var value) ? value.GetInt32() : null;
}

/// <summary>What a model that can read writes for the question "Who has the most goals?" about players.</summary>
public static partial class SolvedText
{
    /// <summary>The text for a conversation; a model that saw only a part of it, or no instructions, writes what nobody can read.</summary>
    public static string Of(IReadOnlyList<string> messages, bool isCut)
    {
        var last = Task().Matches(string.Join('\n', messages)).LastOrDefault();
        var all = string.Join('\n', messages);
        if (isCut || last is null || !all.Contains("tables", StringComparison.Ordinal))
        {
            return "I do not know what is asked.";
        }

        var step = int.Parse(last.Groups["step"].Value);
        return last.Groups["task"].Value switch
        {
            "plan" when step == 1 =>
                "Thought 1: look it up\nAction 1: Retrieve[player with the most goals]\nObservation 1: Owen\n"
                + "Thought 2: done\nAction 2: Finish[Owen]\n",
            "plan" => $"Thought {step}: done\nAction {step}: Finish[Owen]\n",
            "code" or "repair" => "```sql\nSELECT player FROM players ORDER BY goals DESC LIMIT 1\n```",
            "judge" => "Best: 1",
            _ => "Owen scored most.\nAnswer: Owen",
        };
    }

    [GeneratedRegex(@"^# Task (?<task>\w+) (?<step>\d+)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Task();
}
