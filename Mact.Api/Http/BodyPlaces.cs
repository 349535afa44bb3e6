using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Mact.Api.Http;

/// <summary>
/// Holds the bodies that are in memory at once to a number of bytes: large ones take turns, whoever they come from, and each has a time within which
/// it must have come. A body costs several times its size while it is read as JSON.
/// </summary>
internal sealed class BodyPlaces(IOptions<RequestLimits> options, TimeProvider time) : IDisposable
{
    /// <summary>Bodies of this size never wait.</summary>
    public const int Small = 256 * 1024;

    // The limiter counts in whole numbers of this many bytes.
    private const int Unit = 1024;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private readonly RequestLimits _limits = options.Value;

    private readonly ConcurrencyLimiter _places = new(new()
    {
        PermitLimit = options.Value.MaxBodyBytesAtOnce / Unit,
        QueueLimit = (int)Math.Min(int.MaxValue, options.Value.MaxBodyBytesWaiting / Unit),
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Whether a large body has a place.</summary>
    public bool IsTaken => _places.GetStatistics()!.CurrentAvailablePermits < _limits.MaxBodyBytesAtOnce / Unit;

    /// <summary>How many units of large bodies wait for a place.</summary>
    public long Waiting => _places.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Waits for a place, and lets the request go on with a body that must come in time.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || HttpMethods.IsGet(request.Method))
        {
            await next(context);
            return;
        }

        using var place = request.ContentLength is <= Small ? null : await TakeAsync(request.ContentLength, context.RequestAborted);
        using var late = new CancellationTokenSource(_limits.BodyTime, time);
        var body = new TimedBody(request.Body, TooSlow, late.Token);
        request.Body = body;
        if (place is not null)
        {
            // What still comes is an answer that may take minutes, as a tool's does.
            context.Response.OnStarting(static taken => Release((IDisposable)taken), place);
            RequestMemory.GiveBackAfterBody(context.Response, body);
        }

        await next(context);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<RateLimitLease> TakeAsync(long? length, CancellationToken cancellationToken)
    {
        // One that does not say how long it is may be as long as any.
        var bytes = Math.Min(length ?? _limits.MaxRequestBytes, _limits.MaxBodyBytesAtOnce);
        var place = await _places.AcquireAsync((int)(bytes / Unit), cancellationToken);
        if (!place.IsAcquired)
        {
            place.Dispose();
            throw new RequestRefusedException(Busy);
        }

        return place;
    }

    private static Task Release(IDisposable place)
    {
        place.Dispose();
        return Task.CompletedTask;
    }

    private ProblemResult Busy => new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.ServerBusy,
        "Too many large requests wait",
        $"Bodies of {_limits.MaxBodyBytesAtOnce:N0} bytes together are read at once (Api:MaxBodyBytesAtOnce), and {_limits.MaxBodyBytesWaiting:N0} "
            + $"bytes wait for their turn (Api:MaxBodyBytesWaiting). Nothing was stored; the same request can be sent again.")
    {
        RetryAfter = TryAgainAfter,
    };

    private ProblemResult TooSlow => new(
        StatusCodes.Status408RequestTimeout,
        ProblemCodes.BodyTooSlow,
        "The request came too slowly",
        $"Its body must have come within {_limits.BodyTime.TotalSeconds:N0} s (Api:BodyTime). Send less at once, or over a faster connection.");
}

/// <summary>A body of which nothing is read once its time is over; it counts what was read.</summary>
internal sealed class TimedBody(Stream inner, ProblemResult refusal, CancellationToken late) : Stream
{
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late);
        try
        {
            var read = await inner.ReadAsync(buffer, either.Token);
            BytesRead += read;
            return read;
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RequestRefusedException(refusal, exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
