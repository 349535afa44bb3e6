using System.Runtime.CompilerServices;
using System.Text;

namespace Mact.Client;

/// <summary>One event of an event stream, or a heartbeat.</summary>
/// <param name="Id">Last id seen on the stream; null before the first.</param>
/// <param name="Type">"message" unless the stream names another; "comment" for a heartbeat.</param>
/// <param name="Data">Null for a comment, which only says that the connection lives.</param>
public sealed record ServerSentEvent(string? Id, string Type, string? Data)
{
    /// <summary>
    /// Reads an event stream (WHATWG HTML, section 9.2.6) and, other than the framework's parser, gives comments as well: heartbeats are
    /// comments, and without seeing them a dead connection cannot be told from a quiet run. Ends with the stream.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing came for <paramref name="silence"/>.</exception>
    public static async IAsyncEnumerable<ServerSentEvent> ReadAsync(
        Stream stream, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string? id = null;
        var type = "message";
        var data = new StringBuilder();
        while (await NextLineAsync(reader, silence, time, cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    yield return new(id, type, data.ToString(0, data.Length - 1));
                    data.Clear();
                }

                type = "message";
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon == 0)
            {
                yield return new(id, "comment", Data: null);
                continue;
            }

            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? string.Empty : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            switch (field)
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    type = value;
                    break;
                case "data":
                    data.Append(value).Append('\n');
                    break;
            }
        }
    }

    private static async Task<string?> NextLineAsync(StreamReader reader, TimeSpan silence, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await reader.ReadLineAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came over the event stream for {silence.TotalSeconds:0} s.", exception);
        }
    }
}
