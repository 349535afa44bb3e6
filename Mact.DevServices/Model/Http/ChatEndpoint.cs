using System.Text.Json;
using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Engine;
using Mact.DevServices.Model.Faults;

namespace Mact.DevServices.Model.Http;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(ChatService service, ReplySender sender, EngineMetrics metrics)
{
    public async Task HandleAsync(HttpContext context, StandInCall call)
    {
        RequestBody.RequireJson(context.Request);
        using var body = RequestBody.Parse(call.Body);
        await HandleAsync(context, call, body.RootElement, context.Request.Headers["X-Request-Id"]);
    }

    /// <summary>Answers a request whose body came some other way, such as inside a serverless job.</summary>
    public async Task HandleAsync(HttpContext context, StandInCall call, JsonElement body, string? requestId)
    {
        var work = await PrepareAsync(call, body, requestId, context.RequestAborted);
        if (work.Request.Stream)
        {
            using var running = metrics.Enter(work.Choices.Count);
            await new ChatStream(service, sender, work, call.Fault).SendAsync(context);
        }
        else
        {
            await sender.SendAsync(context, HttpReply.Json(await CompleteAsync(call, work, context.RequestAborted)), call.Fault);
        }
    }

    /// <summary>Answers a request that is not streamed.</summary>
    /// <returns>The reply's JSON.</returns>
    public async Task<byte[]> AnswerAsync(StandInCall call, JsonElement body, CancellationToken cancellationToken) =>
        await CompleteAsync(call, await PrepareAsync(call, body, requestId: null, cancellationToken), cancellationToken);

    private async Task<ChatWork> PrepareAsync(StandInCall call, JsonElement body, string? requestId, CancellationToken cancellationToken)
    {
        var work = await service.PrepareAsync(body, string.IsNullOrEmpty(requestId) ? null : requestId, cancellationToken);
        call.Entry.Completions = work.Request.N;
        call.Entry.Seed = work.Request.Seed;
        return call.Fault is null ? work : work with { Choices = FaultEdits.Apply(work.Choices, call.Fault) };
    }

    private async Task<byte[]> CompleteAsync(StandInCall call, ChatWork work, CancellationToken cancellationToken)
    {
        using var running = metrics.Enter(work.Choices.Count);
        var reply = await service.CompleteAsync(work, cancellationToken);
        return ChatReplyJson.Write(reply, call.Fault?.Kind is not FaultKind.UsageMissing);
    }
}
