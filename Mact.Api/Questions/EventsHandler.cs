using System.Globalization;
using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;

namespace Mact.Api.Questions;

/// <summary><c>GET /questions/{id}/events</c>.</summary>
internal static class EventsHandler
{
    public static async Task WatchAsync(
        string id,
        HttpContext context,
        IQuestionStore store,
        IOptions<RequestLimits> limits,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ApiMetrics metrics,
        CancellationToken cancellationToken,
        string? after = null)
    {
        var place = ReadPlace(context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : after);
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        var tail = place == 0 ? [] : await store.ReadRecordsAsync(id, place - 1, cancellationToken);

        // A place that the journal does not have can only come from another journal: begin at the beginning.
        place = tail.Count == 0 ? 0 : place;
        var complete = tail is [{ Record: Finished }];

        // A stopping server ends its streams at once; their watchers go on at another replica, or when it is back.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var stream = new EventStream(context.Response, limits.Value.Heartbeat, time);
        metrics.WatcherCame();
        try
        {
            await stream.OpenAsync(stopping.Token);
            if (complete || await stream.SendAllAsync(store.WatchAsync(id, place, stopping.Token), stopping.Token))
            {
                await stream.EndAsync(stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The watcher left, or the server stops: nothing to say to anyone.
        }
        catch (StoreUnavailableException)
        {
            // Without "event: end" the watcher knows that there is more, and comes back with Last-Event-ID.
            await stream.CommentAsync("store unavailable", stopping.Token);
        }
        finally
        {
            metrics.WatcherWent();
        }
    }

    private static long ReadPlace(string? text) => string.IsNullOrEmpty(text)
        ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidParameter,
                "The place to go on from is not a number",
                "Last-Event-ID (or 'after') is the id of the last event received: a whole number."));
}

/// <summary>A response as server-sent events (WHATWG HTML, section 9.2). Written by hand for the comments that keep a quiet stream alive.</summary>
internal sealed class EventStream(HttpResponse response, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>Sends the headers and a first comment, so that the watcher and every proxy know at once that the stream stands.</summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        return CommentAsync("watching", cancellationToken);
    }

    /// <summary>Sends records as they come and a comment after every silence. True: the terminal record was sent.</summary>
    public async Task<bool> SendAllAsync(IAsyncEnumerable<StoredRecord> records, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var source = records.GetAsyncEnumerator(leaving.Token);
        var ended = false;
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await NextAsync(next, cancellationToken))
            {
                var record = source.Current;
                await SendAsync(record, cancellationToken);
                ended = record.Record is Finished;
                next = source.MoveNextAsync().AsTask();
            }

            return ended;
        }
        finally
        {
            // An enumerator must not be disposed of while it moves.
            await leaving.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Says that nothing follows.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => WriteAsync("event: end\ndata: {}\n\n", cancellationToken);

    /// <summary>A line that clients ignore.</summary>
    public Task CommentAsync(string text, CancellationToken cancellationToken) => WriteAsync($": {text}\n\n", cancellationToken);

    private async Task<bool> NextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(heartbeat, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await CommentAsync("waiting", cancellationToken);
            }
        }
    }

    private Task SendAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        // JSON of a record has no line breaks outside of strings, and escapes those inside: it is one data line.
        var json = JsonSerializer.Serialize(record, MactJson.Default.StoredRecord);
        return WriteAsync($"id: {record.Sequence}\ndata: {json}\n\n", cancellationToken);
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
