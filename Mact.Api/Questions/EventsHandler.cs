using System.Globalization;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Questions;
using Mact.Core.Runs;
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
                ProblemCodes.InvalidParameter, "The place to go on from is not a number", "Last-Event-ID (or 'after') is the id of the last event received: a whole number."));
}
