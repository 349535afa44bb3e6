using Mact.DevServices.Model.Faults;

namespace Mact.DevServices.Model.Http;

/// <summary>Sends whole replies, with the troubles on the way that a fault asks for.</summary>
internal sealed class ReplySender(TimeProvider time)
{
    private const long OneGigabyte = 1L << 30;

    public async Task SendAsync(HttpContext context, HttpReply reply, Fault? fault)
    {
        if (fault?.Kind is FaultKind.Reset)
        {
            Cut(context);
        }

        await DelayHeadersAsync(context, fault);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = fault?.Kind is FaultKind.ContentType ? fault.Argument ?? "text/plain" : reply.ContentType;
        if (reply.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = reply.RetryAfter;
        }

        var token = context.RequestAborted;
        var half = reply.Body.AsMemory(0, reply.Body.Length / 2);
        switch (fault?.Kind)
        {
            case FaultKind.Truncated:
                context.Response.ContentLength = half.Length;
                await context.Response.Body.WriteAsync(half, token);
                break;
            case FaultKind.ResetMidBody:
                await RawSender.SendAsync(context, reply, half, token);
                Cut(context);
                break;
            case FaultKind.Drip:
                context.Response.ContentLength = reply.Body.Length;
                await DripAsync(context, reply.Body, fault, token);
                break;
            case FaultKind.HugeBody:
                await SendHugeAsync(context, fault, token);
                break;
            default:
                context.Response.ContentLength = reply.Body.Length;
                await context.Response.Body.WriteAsync(reply.Body, token);
                break;
        }
    }

    /// <summary>Waits before the headers when the fault is <see cref="FaultKind.SlowHeaders"/>.</summary>
    public async Task DelayHeadersAsync(HttpContext context, Fault? fault)
    {
        if (fault?.Kind is FaultKind.SlowHeaders)
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.NumberOr(60)), time, context.RequestAborted);
        }
    }

    /// <summary>Resets the connection and ends the handling of the request.</summary>
    public static void Cut(HttpContext context)
    {
        context.Abort();
        throw new ConnectionCutException(afterSending: false);
    }

    /// <summary>Sends bytes one by one.</summary>
    public async Task DripAsync(HttpContext context, ReadOnlyMemory<byte> body, Fault fault, CancellationToken cancellationToken)
    {
        var gap = TimeSpan.FromMilliseconds(fault.NumberOr(100));
        for (var i = 0; i < body.Length; i++)
        {
            await context.Response.Body.WriteAsync(body.Slice(i, 1), cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(gap, time, cancellationToken);
        }
    }

    // A reply that begins well and never comes to its end: one text of spaces.
    private static async Task SendHugeAsync(HttpContext context, Fault fault, CancellationToken cancellationToken)
    {
        var left = (long)fault.NumberOr(OneGigabyte);
        context.Response.ContentLength = left;
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)' ');
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""u8.CopyTo(block);
        while (left > 0)
        {
            var length = (int)Math.Min(left, block.Length);
            await context.Response.Body.WriteAsync(block.AsMemory(0, length), cancellationToken);
            left -= length;
            if (block[0] != (byte)' ')
            {
                block = new byte[block.Length];
                Array.Fill(block, (byte)' ');
            }
        }
    }
}
