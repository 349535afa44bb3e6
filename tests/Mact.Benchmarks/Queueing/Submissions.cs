using System.Text;

namespace Mact.Benchmarks.Queueing;

/// <summary>Asks questions of one small table through an Api.</summary>
internal sealed class Submissions : IDisposable
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http;
    private readonly MactClient _api;
    private TableRef _table = new(string.Empty, "cities");
    private int _seed;

    private Submissions(Uri api)
    {
        _http = new HttpClient { BaseAddress = api };
        _api = new(_http);
    }

    /// <summary>Uploads the table and asks one question, so that everything is loaded.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="warmUp">Wait for an answer first; needs a worker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Submissions> OpenAsync(Uri api, bool warmUp, CancellationToken cancellationToken)
    {
        var submissions = new Submissions(api);
        var stored = await submissions._api.UploadAsync("cities", "cities.csv", Encoding.UTF8.GetBytes(Csv), cancellationToken);
        submissions._table = new(stored.Require().Id, "cities");
        for (var i = 0; warmUp && i < 10; i++)
        {
            await submissions.AskAsync(cancellationToken);
            await submissions.UntilUnfinishedAsync(0, cancellationToken);
        }

        return submissions;
    }

    /// <summary>Asks a new question; returns its id.</summary>
    public async Task<string> AskAsync(CancellationToken cancellationToken) => (await _api.AskAsync(
        new QuestionRequest(
            "Which city has the highest population?", [RequestTable.Of(_table)], Options: new() { Seed = Interlocked.Increment(ref _seed) }),
        cancellationToken))
        .Require().Id;

    /// <summary>Asks many from several clients at once.</summary>
    public async Task AskManyAsync(int count, int clients, CancellationToken cancellationToken) =>
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken }, async (_, token) =>
                await AskAsync(token));

    /// <summary>The moment of the worker's first record.</summary>
    public async Task<DateTimeOffset> StartedAsync(string id, CancellationToken cancellationToken) => (await Eventually.FitsAsync(
        async () => (await _api.ReadRecordsAsync(id, cancellationToken)).Require().Select(static stored => stored.Record)
            .OfType<AttemptStarted>().FirstOrDefault(),
        static started => started is not null,
        Longest))!.At;

    /// <summary>The queue now.</summary>
    public async Task<QueueSnapshot> QueueAsync(CancellationToken cancellationToken) =>
        (await _api.ReadSystemAsync(cancellationToken)).Require().Queue ?? throw new InvalidOperationException("The store does not answer.");

    /// <summary>Waits until no more than so many questions are unfinished.</summary>
    public Task UntilUnfinishedAsync(long max, CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => await QueueAsync(cancellationToken) is var queue && queue.Ready + queue.Delayed + queue.Leased <= max, bound: Longest);

    public void Dispose() => _http.Dispose();
}
