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
        var work = await service.PrepareAsync(body, string.IsNullOrEmpty(requestId) ? null : requestId, context.RequestAborted);
        if (call.Fault is not null)
        {
            work = work with { Choices = FaultEdits.Apply(work.Choices, call.Fault) };
        }

        call.Entry.Completions = work.Request.N;
        using var running = metrics.Enter(work.Choices.Count);
        if (work.Request.Stream)
        {
            await new ChatStream(service, sender, work, call.Fault).SendAsync(context);
        }
        else
        {
            var reply = await service.CompleteAsync(work, context.RequestAborted);
            await sender.SendAsync(context, HttpReply.Json(ChatReplyJson.Write(reply, call.Fault?.Kind is not FaultKind.UsageMissing)), call.Fault);
        }
    }
}
