using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Faults;

namespace Mact.DevServices.Model.Http;

/// <summary>Sends a reply as server-sent events, in vLLM's order: roles, contents interleaved, ends, usage, end mark.</summary>
internal sealed class ChatStream(ChatService service, ReplySender sender, ChatWork work, Fault? fault)
{
    private const int EventsBeforeFault = 4;
    private readonly ChatStreamJson _json = new(work.Id, work.Created, work.Model);
    private int _events;

    public async Task SendAsync(HttpContext context)
    {
        if (fault?.Kind is FaultKind.Reset)
        {
            ReplySender.Cut(context);
        }

        await sender.DelayHeadersAsync(context, fault);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = fault?.Kind is FaultKind.ContentType ? fault.Argument ?? "text/plain" : "text/event-stream; charset=utf-8";
        try
        {
            await SendEventsAsync(context);
        }
        catch (StreamBrokenException)
        {
            await WriteAsync(context, ChatStreamJson.Error(ApiError.Internal("Internal server error")));
        }

        if (fault?.Kind is not FaultKind.StreamNoDone)
        {
            await WriteAsync(context, ChatStreamJson.Done);
        }
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        var choices = work.Choices.ToDictionary(static choice => choice.Index, choice => new ChoiceStream(choice, work.Request));
        int? firstCached = null;
        await foreach (var token in service.PaceAsync(work, context.RequestAborted))
        {
            if (firstCached is null)
            {
                firstCached = token.CachedTokens;
                foreach (var index in choices.Keys)
                {
                    await EventAsync(context, _json.Role(index));
                }
            }

            if (choices.TryGetValue(token.Completion, out var choice))
            {
                foreach (var chunk in choice.Advance(_json))
                {
                    await EventAsync(context, chunk);
                }
            }
        }

        if (work.Request.IncludeUsage && fault?.Kind is not FaultKind.UsageMissing)
        {
            await EventAsync(context, _json.Usage(work.UsageWith(service.ReportsCachedTokens ? firstCached ?? 0 : null)));
        }
    }

    private async Task EventAsync(HttpContext context, byte[] bytes)
    {
        if (_events++ == (int)(fault?.NumberOr(EventsBeforeFault) ?? -1))
        {
            switch (fault?.Kind)
            {
                case FaultKind.StreamError:
                    throw new StreamBrokenException();
                case FaultKind.StreamCut or FaultKind.ResetMidBody or FaultKind.Truncated:
                    throw new ConnectionCutException(afterSending: true);
            }
        }

        await WriteAsync(context, bytes);
    }

    private async Task WriteAsync(HttpContext context, byte[] bytes)
    {
        if (fault?.Kind is FaultKind.Drip)
        {
            await sender.DripAsync(context, bytes, fault, context.RequestAborted);
            return;
        }

        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
