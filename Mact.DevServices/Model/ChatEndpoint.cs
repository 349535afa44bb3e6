using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Mact.DevServices.Model;

/// <summary>The model stand-in's endpoint; section "Model".</summary>
public sealed class ModelStandInOptions
{
    public const string SectionName = "Model";

    /// <summary>A loopback port beside the service's own address; 0 takes a free one, none opens no second port.</summary>
    [Range(0, 65535)]
    public int? Port { get; set; }
}

/// <summary>
/// A small OpenAI-compatible endpoint in front of a model: <c>/v1/models</c>, <c>/v1/chat/completions</c> with <c>n</c> choices, whole or streamed
/// as vLLM streams (the choices interleaved, the usage in the last event), and <c>/health</c>, which is every service's.
/// </summary>
public static class ChatEndpoint
{
    /// <summary>The path of completions.</summary>
    public const string Chat = "/v1/chat/completions";

    /// <summary>The path of the list of models.</summary>
    public const string Models = "/v1/models";

    private const int MaxN = 128;
    private const int CharactersPerToken = 4;
    private const int CharactersPerPiece = 16;

    /// <summary>Maps the routes for the registered <see cref="IModel"/>.</summary>
    public static IEndpointRouteBuilder MapModel(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Models, static (HttpContext context, IModel model) => WriteModelsAsync(context, model.Name));
        routes.MapPost(Chat, static async (HttpContext context, IModel model) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await AnswerAsync(context, body.ToArray(), model);
        });
        return routes;
    }

    /// <summary>Lists one model.</summary>
    public static Task WriteModelsAsync(HttpContext context, string name) => WriteAsync(
        context,
        StatusCodes.Status200OK,
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @object = "list",
                data = new[] { new { id = name, @object = "model", created = 0, owned_by = "mact", max_model_len = 131_072 } }
            }));

    /// <summary>Answers a request for completions.</summary>
    /// <param name="context">Where the answer goes.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="model">Who writes.</param>
    public static async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body, IModel model)
    {
        try
        {
            var request = ChatRequest.Read(body, MaxN);
            request.RequireModel(model.Name);

            IReadOnlyList<long> seeds = [.. Enumerable.Range(0, request.N).Select(index => unchecked((request.Seed ?? 0) + index))];
            var texts = model.Complete(new(request.Messages, seeds), context.RequestAborted);
            IReadOnlyList<Choice> choices = [.. texts.Select((written, index) => Choice.Of(index, written, request))];
            var reply = new Reply(
                $"chatcmpl-{Guid.NewGuid():N}",
                model.Name,
                choices,
                request.Messages.Sum(static message => Tokens(message.Content)),
                choices.Sum(static choice => Math.Max(1, Tokens(choice.Text))));
            if (request.Stream)
            {
                await StreamAsync(context, reply, request.IncludeUsage);
            }
            else
            {
                await WriteAsync(context, StatusCodes.Status200OK, reply.Body());
            }
        }
        catch (RequestException exception)
        {
            await WriteAsync(context, exception.Status, JsonSerializer.SerializeToUtf8Bytes(exception.Body));
        }
    }

    // A rough count: nothing here has a vocabulary.
    private static int Tokens(string text) => (text.Length + CharactersPerToken - 1) / CharactersPerToken;

    // A pair of surrogates stays whole.
    private static string Cut(string text, int length) =>
        length >= text.Length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length + 1 : length)];

    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > 0)
        {
            var piece = Cut(text, CharactersPerPiece);
            yield return piece;
            text = text[piece.Length..];
        }
    }

    private static async Task StreamAsync(HttpContext context, Reply reply, bool includeUsage)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        var pieces = reply.Choices.Select(static choice => Pieces(choice.Text).ToList()).ToList();
        foreach (var choice in reply.Choices)
        {
            var delta = new { role = "assistant", content = string.Empty, reasoning = choice.Reasoning };
            await EventAsync(reply.Chunk(choice.Index, delta, finishReason: null));
        }

        for (var i = 0; i < pieces.Max(static list => list.Count); i++)
        {
            foreach (var choice in reply.Choices.Where(choice => i < pieces[choice.Index].Count))
            {
                await EventAsync(reply.Chunk(choice.Index, new { content = pieces[choice.Index][i] }, finishReason: null));
            }
        }

        foreach (var choice in reply.Choices)
        {
            await EventAsync(reply.Chunk(choice.Index, new { }, choice.FinishReason));
        }

        if (includeUsage)
        {
            await EventAsync(reply.LastChunk());
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);

        async Task EventAsync(byte[] json)
        {
            byte[] data = [.. "data: "u8, .. json, .. "\n\n"u8];
            await context.Response.Body.WriteAsync(data, context.RequestAborted);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private sealed record Choice(int Index, string Text, string? Reasoning, string FinishReason)
    {
        public static Choice Of(int index, WrittenText given, ChatRequest request)
        {
            var written = given.Text;
            var text = request.MaxTokens is { } tokens && Tokens(written) > tokens ? Cut(written, tokens * CharactersPerToken) : written;
            var end = request.Stop.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(static at => at >= 0).DefaultIfEmpty(-1).Min();
            return end >= 0 ? new(index, text[..end], given.Reasoning, "stop")
                : new(index, text, given.Reasoning, text.Length < written.Length ? "length" : "stop");
        }
    }

    private sealed record Reply(string Id, string Model, IReadOnlyList<Choice> Choices, int PromptTokens, int CompletionTokens)
    {
        private object Usage =>
            new { prompt_tokens = PromptTokens, total_tokens = PromptTokens + CompletionTokens, completion_tokens = CompletionTokens };

        public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = Id,
            @object = "chat.completion",
            created = 0,
            model = Model,
            choices = Choices.Select(static choice => new
            {
                index = choice.Index,
                message = new { role = "assistant", content = choice.Text, reasoning = choice.Reasoning },
                logprobs = (object?)null,
                finish_reason = choice.FinishReason,
                stop_reason = (object?)null,
            }),
            usage = Usage,
        });

        public byte[] Chunk(int index, object delta, string? finishReason) => JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = Id,
            @object = "chat.completion.chunk",
            created = 0,
            model = Model,
            choices = new[] { new { index, delta, logprobs = (object?)null, finish_reason = finishReason } },
        });

        public byte[] LastChunk() => JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = Id,
            @object = "chat.completion.chunk",
            created = 0,
            model = Model,
            choices = Array.Empty<object>(),
            usage = Usage,
        });
    }
}

/// <summary>What stands behind the model endpoint: messages in, texts out.</summary>
/// <remarks>Text i depends on the messages and on seed i only. It is called from several requests at once.</remarks>
public interface IModel
{
    /// <summary>The name that <c>/v1/models</c> lists.</summary>
    string Name { get; }

    /// <summary>Writes one text per seed, in the order of the seeds, without regard to limits and stop strings: the endpoint applies both.</summary>
    IReadOnlyList<WrittenText> Complete(ModelPrompt prompt, CancellationToken cancellationToken);
}

/// <summary>What a model writes.</summary>
/// <param name="Text">The completion.</param>
/// <param name="Reasoning">How it came to it, in a field of its own; null where it says nothing of that.</param>
public sealed record WrittenText(string Text, string? Reasoning = null);

/// <summary>One request to a model.</summary>
/// <param name="Messages">The conversation, the oldest message first.</param>
/// <param name="Seeds">One seed per completion; their number is the request's <c>n</c>.</param>
public sealed record ModelPrompt(IReadOnlyList<Message> Messages, IReadOnlyList<long> Seeds);
