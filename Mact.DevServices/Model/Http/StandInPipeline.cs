using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Faults;

namespace Mact.DevServices.Model.Http;

/// <summary>What every model route has around it: the log, the cold start, the key, faults, and errors as vLLM writes them.</summary>
internal sealed class StandInPipeline(
    ModelStandInOptions options, RequestLog log, FaultSelector faults, ServerState state, ReplySender sender, TimeProvider time)
{
    /// <summary>The response header that says what answers, and whether its speed is simulated.</summary>
    public const string Banner = "X-Mact-Stand-In";

    private static readonly string[] Guarded = ["/v1", "/v2", "/inference", "/cohere"];

    private readonly string _banner = options.Latency.Profile is { Length: > 0 } profile ? $"model-endpoint; simulated-latency={profile}" : "model-endpoint";

    /// <summary>Puts the pipeline around a handler.</summary>
    public RequestDelegate Around(Func<HttpContext, StandInCall, Task> handle) => context => InvokeAsync(context, handle);

    private async Task InvokeAsync(HttpContext context, Func<HttpContext, StandInCall, Task> handle)
    {
        var request = context.Request;
        var body = await ReadBodyAsync(context);
        var entry = log.Begin(request.Method, request.Path, body, time.GetUtcNow());
        entry.TraceParent = request.Headers.TraceParent;
        var end = RequestEnd.Disconnected;
        try
        {
            await HandleAsync(context, handle, body, entry);
            end = context.RequestAborted.IsCancellationRequested ? RequestEnd.Disconnected : RequestEnd.Answered;
        }
        catch (ConnectionCutException cut)
        {
            end = RequestEnd.Cut;
            if (cut.AfterSending)
            {
                // The server closes a connection whose reply ended with an exception, after sending what there is.
                throw;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; the finally block counts it.
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The same, noticed while writing.
        }
        finally
        {
            log.Ended(entry, context.Response.StatusCode, end);
        }
    }

    private async Task HandleAsync(HttpContext context, Func<HttpContext, StandInCall, Task> handle, byte[] body, LoggedRequest entry)
    {
        if (state.IsDead)
        {
            ReplySender.Cut(context);
        }

        if (state.ColdReply(context.Request.Path) is { } cold)
        {
            await sender.SendAsync(context, cold, fault: null);
            return;
        }

        context.Response.Headers[Banner] = _banner;
        var fault = faults.Select(context.Request.Path, context.Request.Headers[Fault.Header]);
        entry.Fault = fault?.ToString();
        if (fault is not null && FaultReplies.For(fault, options.FlatErrors) is { } instead)
        {
            await sender.SendAsync(context, instead, fault: null);
            if (fault.Kind is FaultKind.EngineDeath)
            {
                await context.Response.CompleteAsync();
                state.Die(TimeSpan.FromSeconds(fault.NumberOr(0)));
            }

            return;
        }

        if (!IsAuthorized(context.Request))
        {
            await sender.SendAsync(context, HttpReply.Json("{\"error\":\"Unauthorized\"}", 401), fault);
            return;
        }

        try
        {
            await handle(context, new StandInCall(body, fault, entry));
        }
        catch (ApiErrorException refused) when (!context.Response.HasStarted)
        {
            await sender.SendAsync(context, FaultReplies.Error(refused.Error, options.FlatErrors), fault);
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not (OperationCanceledException or ConnectionCutException or IOException))
        {
            await sender.SendAsync(context, FaultReplies.Error(ApiError.Internal("Internal server error"), options.FlatErrors), fault);
        }
    }

    private bool IsAuthorized(HttpRequest request) =>
        string.IsNullOrEmpty(options.ApiKey)
        || HttpMethods.IsOptions(request.Method)
        || !Guarded.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        || string.Equals(request.Headers.Authorization, $"Bearer {options.ApiKey}", StringComparison.Ordinal);

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }
}
