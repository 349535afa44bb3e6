using System.Text.Encodings.Web;
using System.Text.Json;
using Mact.Client;
using Mact.DevServices.Model;
using Mact.LocalModel.Decoding;
using Mact.LocalModel.Files;
using Mact.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.LocalModel.Serving;

/// <summary>
/// The OpenAI-compatible routes: <c>/v1/models</c>, <c>/v1/chat/completions</c>, and vLLM's <c>/tokenize</c> and <c>/metrics</c>; and
/// <c>/local-model</c>, where a file is chosen. Errors have vLLM's words, which the worker reads. <c>/health</c> is every service's.
/// </summary>
internal static class ModelEndpoints
{
    private const string Choice = "/local-model";
    private const int MaxN = 64;

    // What is written is read by programs: no character needs an escape for a page's sake.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Loads the model that <see cref="LocalModelOptions"/> names, beside the server.</summary>
    public static void AddLocalModel(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LocalModelOptions>().BindConfiguration(LocalModelOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ModelLibrary>();
        builder.Services.AddSingleton<ModelHost>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<ModelHost>());
        builder.Services.AddHealthChecks().AddCheck<ModelReadiness>("model");

        // A file of gigabytes takes its time; the download has its own limits, and its own way to go on.
        builder.Services.AddHttpClient(ModelDownload.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .WithoutResilience();
    }

    public static IEndpointRouteBuilder MapModel(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", static (HttpContext context, ModelHost host) => Guard(context, () => ListAsync(context, Require(host))));
        routes.MapPost("/v1/chat/completions", static (HttpContext context, ModelHost host) => Guard(context, () => CompleteAsync(context, host)));
        routes.MapPost("/tokenize", static (HttpContext context, ModelHost host) => Guard(context, () => TokenizeAsync(context, host)));
        routes.MapGet("/metrics", static (HttpContext context, ModelHost host) => Guard(context, () => MeasureAsync(context, Require(host))));
        routes.MapGet(Choice, static (ModelHost host, ModelLibrary library) => Report(host, library));
        routes.MapPost($"{Choice}/{{id}}", Choose);
        routes.MapDelete(Choice, static (ModelHost host) => host.StopDownload());
        return routes;
    }

    private static IResult Choose(string id, ModelHost host, ModelLibrary library) =>
        library.Files.FirstOrDefault(file => file.Id == id) is not { } chosen ? TypedResults.NotFound()
        : host.TryChoose(chosen) ? Report(host, library)
        : TypedResults.Conflict();

    private static JsonHttpResult<LocalModelReport> Report(ModelHost host, ModelLibrary library)
    {
        var report = new LocalModelReport(LocalModelState.NotChosen, Name: null, Message: null, Progress: null, library.Folder, library.Files);
        report = host.State switch
        {
            ModelState.Downloading now => report with { State = LocalModelState.Downloading, Name = now.File.Name, Progress = now.Progress },
            ModelState.Loading now => report with { State = LocalModelState.Loading, Name = now.File.Name, Progress = now.Progress },
            ModelState.Ready now => report with { State = LocalModelState.Ready, Name = now.File.Name, Figures = Measure(now) },
            ModelState.Failed now => report with
            {
                State = LocalModelState.Failed,
                Message = now.Message.ToString(),
                Sentence = now.Message.WithValues(),
            },
            _ => report,
        };
        return TypedResults.Json(report, MactJson.Default.LocalModelReport);
    }

    private static LocalModelFigures Measure(ModelState.Ready ready) => new(
        ready.Model.ContextTokens,
        Environment.WorkingSet,
        ready.MemoryBytes,
        ready.Scheduler.Throughput.PromptTokens,
        ready.Scheduler.Throughput.ReplyTokens);

    private static async Task Guard(HttpContext context, Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (RequestException refused)
        {
            await WriteAsync(context, refused.Status, refused.Body);
        }
        catch (ModelFailedException failure) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, StatusCodes.Status500InternalServerError, Broken(failure).Body);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Who asked has left.
        }
    }

    /// <summary>The model that answers. Who asks waits for one that is being loaded (503); one that never will be is an error (400).</summary>
    private static ModelState.Ready Require(ModelHost host) => host.State switch
    {
        ModelState.Ready ready => ready,
        ModelState.Failed failed => throw RequestException.Bad($"There is no model here: {failed.Message}", param: null),
        ModelState.Downloading downloading => throw NotReady(
            $"The model {downloading.File.Name} is being fetched: {100 * downloading.Progress:0} %."),
        ModelState.Loading loading => throw NotReady(
            $"The model {loading.File.Name} is being loaded: {100 * loading.Progress:0} %."),
        _ => throw NotReady("No model was chosen yet."),
    };

    private static RequestException Broken(ModelFailedException failure) =>
        new(StatusCodes.Status500InternalServerError, "InternalServerError", failure.Message, param: null);

    private static RequestException NotReady(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableError", message, param: null);

    private static Task ListAsync(HttpContext context, ModelState.Ready ready) => WriteAsync(context, StatusCodes.Status200OK, new
    {
        @object = "list",
        data = new[]
        {
            new { id = ready.File.Name, @object = "model", created = 0, owned_by = "mact-local", max_model_len = ready.Model.ContextTokens },
        },
    });

    private static async Task CompleteAsync(HttpContext context, ModelHost host)
    {
        var request = ChatRequest.Read(await BodyAsync(context), MaxN);
        var ready = Require(host);
        request.RequireModel(ready.File.Name);
        var prompt = ready.Model.Tokenize(ready.Prompt.Render(request.Messages, request.IsBegun, request.Thinks));
        var maxTokens = request.MaxTokens ?? ready.Model.ContextTokens - prompt.Length;
        if (maxTokens < 1 || prompt.Length + maxTokens > ready.Model.ContextTokens)
        {
            var wanted = request.MaxTokens ?? 1;
            throw RequestException.Bad(
                $"This model's maximum context length is {ready.Model.ContextTokens} tokens. However, you requested {prompt.Length + wanted} tokens "
                    + $"({prompt.Length} in the messages, {wanted} in the completion). Please reduce the length of the messages or completion.",
                param: null);
        }

        var sampling = new SamplingParameters(request.Temperature, request.TopP, request.TopK, request.MinP);
        var generation = ready.Scheduler.Submit(
            new(prompt, request.N, maxTokens, request.Stop, sampling, request.Seed, request.WantsLogprobs), context.RequestAborted);
        var reply = new ChatReply(ready.File.Name, request, prompt.Length, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        if (request.Stream)
        {
            await StreamAsync(context, request, generation, reply);
            return;
        }

        await foreach (var happened in generation.ReadAsync())
        {
            reply.Add(happened);
        }

        await WriteAsync(context, StatusCodes.Status200OK, reply.Body(generation.CachedTokens));
    }

    private static async Task StreamAsync(HttpContext context, ChatRequest request, Generation generation, ChatReply reply)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        for (var i = 0; i < request.N; i++)
        {
            await EventAsync(reply.Opening(i));
        }

        try
        {
            await foreach (var happened in generation.ReadAsync())
            {
                if (reply.Add(happened) is { } chunk)
                {
                    await EventAsync(chunk);
                }
            }
        }
        catch (ModelFailedException failure)
        {
            // The status is out: vLLM sends the error as an event.
            await EventAsync(Broken(failure).Body);
        }

        if (request.IncludeUsage)
        {
            await EventAsync(reply.Closing(generation.CachedTokens));
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);

        async Task EventAsync(object value)
        {
            byte[] data = [.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(value, Json), .. "\n\n"u8];
            await context.Response.Body.WriteAsync(data, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task TokenizeAsync(HttpContext context, ModelHost host)
    {
        var ready = Require(host);
        try
        {
            using var json = JsonDocument.Parse(await BodyAsync(context));
            var root = json.RootElement;
            var text = ChatRequest.Field(root, "prompt")?.GetString()
                ?? ready.Prompt.Render(ChatRequest.ReadMessages(root), isBegun: false, thinks: true);
            var tokens = ready.Model.Tokenize(text);
            await WriteAsync(context, StatusCodes.Status200OK, new { count = tokens.Length, max_model_len = ready.Model.ContextTokens, tokens });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestException.Bad($"The body has neither a prompt nor messages: {exception.Message}", param: null);
        }
    }

    private static Task MeasureAsync(HttpContext context, ModelState.Ready ready)
    {
        var (running, waiting) = ready.Scheduler.Load;
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(
            $$"""
                vllm:num_requests_running{model_name="{{ready.File.Name}}"} {{running}}
                vllm:num_requests_waiting{model_name="{{ready.File.Name}}"} {{waiting}}
                mact:prompt_tokens_per_second{model_name="{{ready.File.Name}}"} {{ready.Scheduler.Throughput.PromptTokens ?? 0:0.0}}
                mact:reply_tokens_per_second{model_name="{{ready.File.Name}}"} {{ready.Scheduler.Throughput.ReplyTokens ?? 0:0.0}}
                mact:memory_bytes{model_name="{{ready.File.Name}}"} {{ready.MemoryBytes}}

                """,
            context.RequestAborted);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static Task WriteAsync(HttpContext context, int status, object value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
