namespace Mact.AppHost.Embedded.Dashboard.Logs;

/// <summary>
/// The latest console lines of every resource, in bounded memory: a resource that writes much loses its own oldest lines, never another's.
/// </summary>
/// <param name="time">Stamps the lines.</param>
/// <param name="maxLines">Lines kept for each resource.</param>
/// <param name="maxCharacters">Characters kept for each resource.</param>
internal sealed class LogStore(TimeProvider time, int maxLines = 10_000, long maxCharacters = 2_000_000)
{
    /// <summary>Longer lines are shortened to this many characters.</summary>
    public const int MaxLineLength = 8_000;

    private const string Shortened = " … (shortened)";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceLog> _logs = new(StringComparer.Ordinal);
    private long _sequence;

    public void Add(string resource, string text)
    {
        // Only what fits is kept alive, not the whole of a very long line.
        var kept = text.Length > MaxLineLength ? string.Concat(text.AsSpan(0, MaxLineLength), Shortened) : text;
        lock (_lock)
        {
            if (!_logs.TryGetValue(resource, out var log))
            {
                log = new(maxLines, maxCharacters);
                _logs[resource] = log;
            }

            log.Add(new(++_sequence, time.GetUtcNow(), kept));
        }
    }

    /// <summary>The latest lines after a sequence, at most <paramref name="limit"/>, that contain a text (whatever its case; empty = all).</summary>
    public LogPage Read(string resource, long after, string contains, int limit)
    {
        lock (_lock)
        {
            if (!_logs.TryGetValue(resource, out var log))
            {
                return new([], after, 0);
            }

            var lines = log.Lines
                .Where(line => line.Sequence > after && line.Text.Contains(contains, StringComparison.OrdinalIgnoreCase))
                .TakeLast(limit)
                .ToList();
            return new(lines, _sequence, log.Dropped);
        }
    }
}
