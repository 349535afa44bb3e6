using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mact.Benchmarks.Queueing;

/// <summary>Asks questions of one small table through an Api.</summary>
internal sealed class Submissions : IDisposable
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client;
    private string _table = string.Empty;
    private int _seed;

    private Submissions(Uri api)
    {
        _client = new HttpClient { BaseAddress = api };
    }

    /// <summary>Uploads the table and asks one question, so that everything is loaded.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="warmUp">Wait for an answer first; needs a worker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Submissions> OpenAsync(Uri api, bool warmUp, CancellationToken cancellationToken)
    {
        var submissions = new Submissions(api);
        using var file = new StringContent(Csv, Encoding.UTF8, "text/csv");
        using var name = new StringContent("cities");
        using var form = new MultipartFormDataContent { { file, "file", "cities.csv" }, { name, "name" } };
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        using var reply = await submissions._client.PostAsync(new Uri("tables", UriKind.Relative), form, cancellationToken);
        submissions._table = (await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id")
            .GetString()!;
        if (warmUp)
        {
            for (var i = 0; i < 10; i++)
            {
                await submissions.AskAsync(cancellationToken);
                await submissions.UntilUnfinishedAsync(0, cancellationToken);
            }
        }

        return submissions;
    }

    /// <summary>Asks a new question; returns its id.</summary>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        using var reply = await _client.PostAsJsonAsync(
            new Uri("questions", UriKind.Relative),
            new
            {
                question = "Which city has the highest population?",
                tables = new[] { new { id = _table, name = "cities" } },
                options = new { seed = Interlocked.Increment(ref _seed) },
            },
            cancellationToken);
        var body = await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.GetProperty("id").GetString()!;
    }

    /// <summary>Asks many from several clients at once.</summary>
    public async Task AskManyAsync(int count, int clients, CancellationToken cancellationToken) =>
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken }, async (_, token) =>
                await AskAsync(token));

    /// <summary>The moment of the worker's first record.</summary>
    public async Task<DateTimeOffset> StartedAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await _client.GetFromJsonAsync<JsonElement>(new Uri($"questions/{id}/records", UriKind.Relative), cancellationToken);
            foreach (var record in records.EnumerateArray().Select(static stored => stored.GetProperty("record")))
            {
                if (string.Equals(record.GetProperty("type").GetString(), "attemptStarted", StringComparison.Ordinal))
                {
                    return record.GetProperty("at").GetDateTimeOffset();
                }
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Questions claimed now, and those not yet claimed.</summary>
    public async Task<(long Leased, long Ready)> QueueAsync(CancellationToken cancellationToken)
    {
        var system = await _client.GetFromJsonAsync<JsonElement>(new Uri("system", UriKind.Relative), cancellationToken);
        var queue = system.GetProperty("queue");
        return (queue.GetProperty("leased").GetInt64(), queue.GetProperty("ready").GetInt64() + queue.GetProperty("delayed").GetInt64());
    }

    public async Task UntilUnfinishedAsync(long most, CancellationToken cancellationToken)
    {
        while (await QueueAsync(cancellationToken) is var queue && queue.Leased + queue.Ready > most)
        {
            await Task.Delay(Poll, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();
}
