using System.Globalization;
using System.Text.Json;
using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Http;

namespace Mact.DevServices.Model.RunPod;

/// <summary>The gateway's routes: OpenAI requests turned into jobs, and the native job API.</summary>
/// <remarks>The caller's headers do not travel with a job, except the stand-in's own header for faults.</remarks>
internal sealed class RunPodEndpoints(ModelStandInOptions options, ServerState state, JobStore jobs, ChatEndpoint chat, ReplySender sender, TimeProvider time)
{
    private readonly JobJson _json = new(time);
    private int _held;

    public void Map(IEndpointRouteBuilder routes, StandInPipeline pipeline)
    {
        var endpoint = routes.MapGroup("/v2/{endpoint}");
        endpoint.MapMethods("/openai/{**route}", [HttpMethods.Get, HttpMethods.Post], pipeline.Around(OpenAiAsync));
        endpoint.MapPost("/run", pipeline.Around(RunAsync));
        endpoint.MapPost("/runsync", pipeline.Around(RunSyncAsync));
        endpoint.MapGet("/status/{job}", pipeline.Around(StatusAsync));
        endpoint.MapPost("/cancel/{job}", pipeline.Around(CancelAsync));
        endpoint.MapGet("/health", pipeline.Around((context, call) => sender.SendAsync(context, HttpReply.Json(JobJson.Health(jobs.All, state.IsCold)), call.Fault)));
    }

    private async Task OpenAiAsync(HttpContext context, StandInCall call)
    {
        var held = Interlocked.Increment(ref _held);
        try
        {
            if (held > options.RunPod.MaxRequests)
            {
                await sender.SendAsync(context, HttpReply.Json("{\"error\":\"too many requests\"}", StatusCodes.Status429TooManyRequests), call.Fault);
                return;
            }

            var route = "/" + context.GetRouteValue("route");
            using var body = HttpMethods.IsPost(context.Request.Method) ? RequestBody.Parse(call.Body) : null;
            if (body is not null && route == StandInRoutes.Chat && IsStreamed(body.RootElement))
            {
                try
                {
                    await chat.HandleAsync(context, call, body.RootElement, requestId: null);
                    return;
                }
                catch (ApiErrorException) when (!context.Response.HasStarted)
                {
                    // Refused: the job below is refused for the same reason, and says it in the worker's way.
                }
            }

            var job = jobs.Enqueue(route, body?.RootElement ?? default, call, context.RequestAborted);
            await job.Done;
            context.RequestAborted.ThrowIfCancellationRequested();
            await sender.SendAsync(context, Answer(job), call.Fault);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }

    private HttpReply Answer(Job job) => job.Output is { } output
        ? HttpReply.Json(output)
        : HttpReply.Json(JobJson.Error(job), options.RunPod.Failure is RunPodFailure.Status500 ? 500 : 200);

    private async Task RunAsync(HttpContext context, StandInCall call)
    {
        var job = Enqueue(call);
        await sender.SendAsync(context, HttpReply.Json($"{{\"id\":\"{job.Id}\",\"status\":\"{JobStatus.InQueue}\"}}"), call.Fault);
    }

    private async Task RunSyncAsync(HttpContext context, StandInCall call)
    {
        const int DefaultWait = 90_000;
        var wait = int.TryParse(context.Request.Query["wait"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1000, 300_000)
            : DefaultWait;
        var job = Enqueue(call);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await Task.WhenAny(job.Done, Task.Delay(TimeSpan.FromMilliseconds(wait), time, waiting.Token));
        await waiting.CancelAsync();
        context.RequestAborted.ThrowIfCancellationRequested();
        await sender.SendAsync(context, HttpReply.Json(job.Done.IsCompleted ? _json.Full(job) : JobJson.Accepted(job)), call.Fault);
    }

    private Task StatusAsync(HttpContext context, StandInCall call) =>
        sender.SendAsync(context, HttpReply.Json(_json.Full(Find(context))), call.Fault);

    private async Task CancelAsync(HttpContext context, StandInCall call)
    {
        var job = Find(context);
        await job.CancelAsync();
        await job.Done;
        await sender.SendAsync(context, HttpReply.Json(JobJson.Accepted(job)), call.Fault);
    }

    private Job Find(HttpContext context) =>
        jobs.Find(context.GetRouteValue("job") as string ?? "")
        ?? throw new ApiErrorException(new ApiError(404, "Not Found", "job not found", null));

    private Job Enqueue(StandInCall call)
    {
        using var body = RequestBody.Parse(call.Body);
        var input = body.RootElement.ValueKind is JsonValueKind.Object ? new RequestFields(body.RootElement).Object("input") : null;
        var fields = input ?? throw RequestFields.Wrong("missing", "input", "Field required");
        return fields.Text("openai_route") is { } route
            ? jobs.Enqueue(route, fields.Find("openai_input") ?? default, call, CancellationToken.None)
            : jobs.Enqueue(StandInRoutes.Chat, body.RootElement.GetProperty("input"), call, CancellationToken.None);
    }

    private static bool IsStreamed(JsonElement body) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty("stream", out var stream) && stream.ValueKind is JsonValueKind.True;
}
