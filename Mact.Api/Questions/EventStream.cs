using System.Globalization;
using System.Text;
using System.Text.Json;
using Mact.Core;
using Mact.Core.Runs;

namespace Mact.Api.Questions;

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
        return WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {record.Sequence}\ndata: {json}\n\n"), cancellationToken);
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
