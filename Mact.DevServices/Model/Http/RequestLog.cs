using System.Security.Cryptography;

namespace Mact.DevServices.Model.Http;

/// <summary>The requests of the model routes, for tests and chaos checks. Safe for concurrent use; keeps the latest 10,000.</summary>
public sealed class RequestLog
{
    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _entries = new();
    private readonly Dictionary<string, int> _byBody = new(StringComparer.Ordinal);

    /// <summary>All requests so far.</summary>
    public int Total { get; private set; }

    /// <summary>Requests whose client went away before the reply was complete.</summary>
    public int Disconnects { get; private set; }

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>How often each body came, by its hash; requests without a body are left out.</summary>
    public IReadOnlyDictionary<string, int> ByBody
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_byBody, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The requests of one path so far, as far as they are kept.</summary>
    public int Count(string path) => Entries.Count(entry => string.Equals(entry.Path, path, StringComparison.Ordinal));

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _byBody.Clear();
            Total = 0;
            Disconnects = 0;
        }
    }

    internal LoggedRequest Begin(string method, string path, byte[] body, DateTimeOffset now)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var entry = new LoggedRequest(method, path, hash, now);
        lock (_gate)
        {
            Total++;
            _entries.Enqueue(entry);
            if (body.Length > 0)
            {
                _byBody[hash] = _byBody.GetValueOrDefault(hash) + 1;
            }

            if (_entries.Count > Most)
            {
                _entries.Dequeue();
            }
        }

        return entry;
    }

    internal void Ended(LoggedRequest entry, int status, RequestEnd end)
    {
        lock (_gate)
        {
            entry.Status = status;
            entry.End = end;
            if (end is RequestEnd.Disconnected)
            {
                Disconnects++;
            }
        }
    }
}
