using System.Text;
using System.Text.Json;
using Mact.DevServices.Model;
using Microsoft.AspNetCore.Http;

namespace Mact.Testing;

/// <summary>Things that endpoints answer.</summary>
public static class Replies
{
    public const int PromptTokens = 1000;
    public const int TokensPerSample = 20;

    /// <summary>What a model writes: whole, or streamed as vLLM streams where the request asks for it.</summary>
    public static ScriptedReply Of(IModel model) =>
        (context, request) => ChatEndpoint.AnswerAsync(context, Encoding.UTF8.GetBytes(request.Body), model);

    /// <summary>What a model writes, after a delay that a function computes: the whole of a cost model.</summary>
    public static ScriptedReply Of(IModel model, Func<ReceivedRequest, TimeSpan> delay) => async (context, request) =>
    {
        await Task.Delay(delay(request), context.RequestAborted);
        await Of(model)(context, request);
    };

    public static ScriptedReply Text(int status, string body, string contentType, params (string Name, string Value)[] headers) =>
        async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static ScriptedReply Json(int status, string body, params (string Name, string Value)[] headers) =>
        Text(status, body, "application/json", headers);

    public static ScriptedReply Html(int status, string body = "<!DOCTYPE html><html><body>Bad gateway</body></html>") =>
        Text(status, body, "text/html; charset=utf-8");

    /// <summary>vLLM's error object since 0.10.1.</summary>
    public static ScriptedReply Error(int status, string message, string type, string? param = null) => Json(
        status,
        JsonSerializer.Serialize(new { error = new { message, type, param, code = status } }));

    /// <summary>vLLM's flat error before 0.10.1.</summary>
    public static string FlatError(int code, string message, string type) =>
        JsonSerializer.Serialize(new { @object = "error", message, type, param = (string?)null, code });

    public static ScriptedReply Models(params string[] names) => Json(200, ModelList(names));

    public static string ModelList(string[] names, int contextTokens = 40960, string ownedBy = "vllm") => JsonSerializer.Serialize(new
    {
        @object = "list",
        data = names.Select(
            name => new
            {
                id = name,
                @object = "model",
                created = 1,
                owned_by = ownedBy,
                root = name,
                parent = (string?)null,
                max_model_len = contextTokens
            }),
    });

    /// <summary>As many samples as asked, each naming its seed; <paramref name="max"/> = the largest n that is honoured.</summary>
    public static ScriptedReply Samples(int max = int.MaxValue) => (context, request) =>
        Json(200, Completion([.. Enumerable.Range(0, Math.Min(request.N, max)).Select(i => Choice(i, SampleText(request.Seed + i)))]))(
            context, request);

    public static string SampleText(long seed) => $"sample {seed}";

    public static ScriptedReply Choices(params string[] choices) => Json(200, Completion(choices));

    public static string Completion(params string[] choices)
    {
        var completionTokens = choices.Length * TokensPerSample;
        return $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"Qwen/Qwen3-8B","choices":[{{{string.Join(',', choices)}}}],
            "service_tier":null,"system_fingerprint":null,"usage":{"prompt_tokens":{{{PromptTokens}}},"total_tokens":{{{PromptTokens + completionTokens}}},
            "completion_tokens":{{{completionTokens}}},"prompt_tokens_details":{"cached_tokens":960}},"prompt_logprobs":null,"kv_transfer_params":null}
            """.ReplaceLineEndings(string.Empty);
    }

    /// <summary>One choice as vLLM writes it, nulls included.</summary>
    public static string Choice(int index, string? content, string? finishReason = "stop", string? reasoning = null) => JsonSerializer.Serialize(new
    {
        index,
        message = new { role = "assistant", content, refusal = (string?)null, function_call = (string?)null, reasoning },
        logprobs = (string?)null,
        finish_reason = finishReason,
        stop_reason = (string?)null,
        token_ids = (string?)null,
    });

    /// <summary>Events of a stream, each after the one before it; <c>[DONE]</c> is an event like any other, and left out where it is not
    /// given.</summary>
    public static ScriptedReply Events(params string[] events) => (context, _) => SendAsync(context, events);

    /// <summary>Writes some events of a stream and leaves it open.</summary>
    public static async Task SendAsync(HttpContext context, params string[] events)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
        }

        foreach (var text in events)
        {
            await context.Response.WriteAsync($"data: {text}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>The event with which vLLM opens a choice.</summary>
    public static string Role(int index) => Chunk(index, new { role = "assistant", content = string.Empty });

    /// <summary>An event that brings text of a choice.</summary>
    public static string Delta(int index, string content) => Chunk(index, new { content });

    /// <summary>The event that ends a choice.</summary>
    public static string End(int index, string reason = "stop") => Chunk(index, new { content = string.Empty }, reason);

    /// <summary>The last event of a stream before its end mark.</summary>
    public static string UsageEvent(int completionTokens) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        model = "Qwen/Qwen3-8B",
        choices = Array.Empty<object>(),
        usage = new { prompt_tokens = PromptTokens, total_tokens = PromptTokens + completionTokens, completion_tokens = completionTokens },
    });

    private static string Chunk(int index, object delta, string? reason = null) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        model = "Qwen/Qwen3-8B",
        choices = new[] { new { index, delta, logprobs = (string?)null, finish_reason = reason } },
    });

    /// <summary>Closes the connection without an answer.</summary>
    public static ScriptedReply Reset() => static (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>A length is promised and the connection closed before it is reached.</summary>
    public static ScriptedReply CutOff(string body, int after) => async (context, _) =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        await context.Response.WriteAsync(body[..after], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    };

    /// <summary>More bytes than anyone should read.</summary>
    public static ScriptedReply Endless() => static async (context, _) =>
    {
        context.Response.ContentType = "application/json";
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)' ');
        while (!context.RequestAborted.IsCancellationRequested)
        {
            try
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                return;
            }
        }
    };
}

/// <summary>What goes wrong with a reply: each makes a spoilt reply out of the real one.</summary>
public static class Faults
{
    /// <summary>Nothing comes for so long, then the reply.</summary>
    public static Func<ScriptedReply, ScriptedReply> Slow(TimeSpan delay) => real => async (context, request) =>
    {
        await Task.Delay(delay, context.RequestAborted);
        await real(context, request);
    };

    /// <summary>A status in place of the reply; with seconds, a <c>Retry-After</c>.</summary>
    public static Func<ScriptedReply, ScriptedReply> Status(int status, int? retryAfter = null) => _ => retryAfter is { } seconds
        ? Replies.Json(status, $$"""{"error":"status {{status}}"}""", ("Retry-After", seconds.ToString()))
        : Replies.Json(status, $$"""{"error":"status {{status}}"}""");

    /// <summary>Another reply in place of the real one.</summary>
    public static Func<ScriptedReply, ScriptedReply> Instead(ScriptedReply reply) => _ => reply;

    /// <summary>The connection is closed without an answer.</summary>
    public static Func<ScriptedReply, ScriptedReply> Reset() => static _ => Replies.Reset();

    /// <summary>Half of the reply, as if it were all.</summary>
    public static Func<ScriptedReply, ScriptedReply> Truncated() => Half(static _ => { });

    /// <summary>Half of the reply, then the connection is closed.</summary>
    public static Func<ScriptedReply, ScriptedReply> ResetMidBody() => Half(static context => context.Abort());

    private static Func<ScriptedReply, ScriptedReply> Half(Action<HttpContext> end) => real => async (context, request) =>
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await real(context, request);
        context.Response.Body = body;
        context.Response.ContentLength = null;
        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2), context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);
        end(context);
    };
}
