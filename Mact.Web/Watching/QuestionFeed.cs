using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Mact.Core;
using Mact.Core.Runs;

namespace Mact.Web.Watching;

/// <summary>One connection to the Api for one question, shared by everyone who looks at it in this process.</summary>
internal sealed partial class QuestionFeed(string id, HttpClient http, WatchOptions options, TimeProvider time, ILogger logger)
{
    private ImmutableList<StoredRecord> _records = [];

    /// <summary>Called after <see cref="Snapshot"/> has changed, on a thread of the pool; the watcher adds and removes under its lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>The latest state; replaced as a whole.</summary>
    public FeedSnapshot Snapshot { get; private set; } = FeedSnapshot.Empty;

    /// <summary>Reads until the terminal record, reconnecting as often as it takes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested && Snapshot.Connection is not (FeedConnection.Complete or FeedConnection.NotFound))
        {
            var before = _records.Count;
            try
            {
                await ReadOnceAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogLost(id, exception.Message);
            }

            if (Snapshot.Connection is FeedConnection.Complete or FeedConnection.NotFound)
            {
                return;
            }

            failures = _records.Count > before ? 0 : failures + 1;
            Publish(FeedConnection.Lost);
            await Task.Delay(options.DelayBefore(failures), time, cancellationToken);
        }
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"questions/{Uri.EscapeDataString(id)}/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_records.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _records[^1].Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            Publish(FeedConnection.NotFound);
            return;
        }

        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        Publish(FeedConnection.Live);
        await foreach (var item in ServerSentEventReader.ReadAsync(stream, options.Silence, time, cancellationToken))
        {
            if (item.Type == "end")
            {
                Publish(FeedConnection.Complete);
                return;
            }

            if (item is { Type: "message" or "record", Data: { } data } && data.StartsWith('{'))
            {
                Take(data);
            }
        }
    }

    private void Take(string data)
    {
        var record = JsonSerializer.Deserialize(data, MactJson.Default.StoredRecord);
        if (record?.Record is null || (_records.Count > 0 && record.Sequence <= _records[^1].Sequence))
        {
            return;
        }

        _records = _records.Add(record);
        Publish(record.Record is Finished ? FeedConnection.Complete : FeedConnection.Live);
    }

    private void Publish(FeedConnection connection)
    {
        if (Snapshot.Connection == connection && ReferenceEquals(Snapshot.Records, _records))
        {
            return;
        }

        Snapshot = new(_records, connection);
        Changed?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event stream of question {Id} is lost and will be opened again: {Reason}")]
    private partial void LogLost(string id, string reason);
}
