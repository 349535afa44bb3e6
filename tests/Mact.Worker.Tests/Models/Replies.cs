using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mact.Worker.Tests.Models;

/// <summary>Things that endpoints answer.</summary>
internal static class Replies
{
    public const int PromptTokens = 1000;
    public const int TokensPerSample = 20;

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
            name =>
                new
                {
                    id = name,
                    @object = "model",
                    created = 1,
                    owned_by = ownedBy,
                    root = name,
                    parent = (string?)null,
                    max_model_len = contextTokens,
                }),
    });

    /// <summary>As many samples as asked, each naming its seed; <paramref name="most"/> = the largest n that is honoured.</summary>
    public static ScriptedReply Samples(int most = int.MaxValue) => (context, request) =>
        Json(
            200,
            Completion([.. Enumerable.Range(0, Math.Min(request.N, most)).Select(i => Choice(i, SampleText(request.Seed + i)))]))(context, request);

    public static string SampleText(long seed) => string.Create(CultureInfo.InvariantCulture, $"sample {seed}");

    public static ScriptedReply Choices(params string[] choices) => Json(200, Completion(choices));

    public static string Completion(params string[] choices) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"Qwen/Qwen3-8B","choices":[{{{string.Join(',', choices)}}}],"service_tier":null,"system_fingerprint":null,"usage":{"prompt_tokens":{{{PromptTokens}}},"total_tokens":{{{PromptTokens + (choices.Length * TokensPerSample)}}},"completion_tokens":{{{choices.Length * TokensPerSample}}},"prompt_tokens_details":{"cached_tokens":960}},"prompt_logprobs":null,"kv_transfer_params":null}""");

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

    /// <summary>Closes the connection without an answer.</summary>
    public static ScriptedReply Reset() => (context, _) =>
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
    public static ScriptedReply Endless() => async (context, _) =>
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

    /// <summary>Server-sent events, one for each piece of data.</summary>
    public static ScriptedReply Events(params string[] data) => (context, _) => SendAsync(context, data);

    public static async Task SendAsync(HttpContext context, params string[] data)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
        }

        foreach (var one in data)
        {
            await context.Response.WriteAsync($"data: {one}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    public static string Role(int index) => Chunk(index, """{"role":"assistant","content":""}""", null);

    public static string Delta(int index, string text) => Chunk(index, JsonSerializer.Serialize(new { content = text }), null);

    public static string End(int index, string reason = "stop") => Chunk(index, """{"content":""}""", reason);

    public static string UsageEvent(int tokens) =>
        $$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"Qwen/Qwen3-8B","choices":[],"usage":{"prompt_tokens":{{{PromptTokens}}},"completion_tokens":{{{tokens}}}}}""";

    private static string Chunk(int index, string delta, string? reason) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"Qwen/Qwen3-8B","choices":[{"index":{{{index}}},"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{(reason is null ? "null" : $"\"{reason}\"")}}}}]}""");
}
