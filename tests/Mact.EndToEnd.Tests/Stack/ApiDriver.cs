using System.Net.Http.Json;
using System.Text;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>A patient client of a running Api: one that is away or full for now is asked again, under the same idempotency key.</summary>
internal sealed class ApiDriver(Uri api) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>For what no client has a word for.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = api, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Asks once.</summary>
    public MactClient Client => field ??= new(Http);

    private EvaluationClient Evaluations => field ??= new(Http);

    /// <summary>Uploads a CSV and returns its id.</summary>
    public async Task<string> UploadAsync(string name, string csv, CancellationToken cancellationToken) =>
        (await PatientlyAsync(() => Client.UploadAsync(name, $"{name}.csv", Encoding.UTF8.GetBytes(csv), cancellationToken))).Id;

    /// <summary>Asks about stored tables and returns the question's id.</summary>
    /// <param name="question">Its text.</param>
    /// <param name="tables">Stored before.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <param name="options">As JSON; the agent's loop where they are not given.</param>
    /// <param name="key">The same one never asks twice; null = one of its own.</param>
    public async Task<string> AskAsync(
        string question, IEnumerable<TableRef> tables, CancellationToken cancellationToken, object? options = null, string? key = null)
    {
        var body = new { question, tables, options = options ?? new { strategy = "agent" } };
        key ??= Guid.NewGuid().ToString("N");
        return (await PatientlyAsync(() => Client.AskAsync(JsonContent.Create(body), cancellationToken, key))).Id;
    }

    public Task<QuestionView> GetAsync(string id, CancellationToken cancellationToken) =>
        PatientlyAsync(() => Client.FindQuestionAsync(id, cancellationToken));

    public Task<IReadOnlyList<StoredRecord>> RecordsAsync(string id, CancellationToken cancellationToken) =>
        PatientlyAsync(() => Client.ReadRecordsAsync(id, cancellationToken));

    /// <summary>Reads again and again until a condition holds; the limit is a failure.</summary>
    public Task<QuestionView> WaitForAsync(string id, Func<QuestionView, bool> condition, TimeSpan limit, CancellationToken cancellationToken) =>
        Eventually.FitsAsync(() => GetAsync(id, cancellationToken), condition, limit);

    public Task<QuestionView> WaitUntilTerminalAsync(string id, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitForAsync(
            id,
            static view => view.Status is not (QuestionStatus.Queued or QuestionStatus.Running or QuestionStatus.Waiting),
            limit,
            cancellationToken);

    /// <summary>The queue now; null while the store is away.</summary>
    public async Task<QueueSnapshot?> QueueAsync(CancellationToken cancellationToken) =>
        (await PatientlyAsync(() => Client.ReadSystemAsync(cancellationToken))).Queue;

    /// <summary>Whether no more than so many questions are unfinished within the limit.</summary>
    public Task<bool> UntilUnfinishedAsync(long max, TimeSpan limit, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        async () => await QueueAsync(cancellationToken) is { } queue && queue.Ready + queue.Delayed + queue.Leased <= max, limit);

    /// <summary>Starts an evaluation and returns its id.</summary>
    /// <param name="request">As JSON.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<string> StartEvaluationAsync(object request, CancellationToken cancellationToken) =>
        (await Client.SendAsync(
            HttpMethod.Post, "evaluations", JsonContent.Create(request), EvaluationJson.Default.EvaluationView, cancellationToken))
        .Require().Definition.Id;

    /// <summary>Starts an evaluation, waits for its end and returns its results in order of rows.</summary>
    public async Task<IReadOnlyList<ItemResult>> EvaluateAsync(object request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var id = await StartEvaluationAsync(request, cancellationToken);
        await WaitForEvaluationAsync(id, static view => view.Status == EvaluationStatus.Finished, limit, cancellationToken);
        return await ResultsAsync(id, cancellationToken);
    }

    /// <summary>Reads again and again until a condition holds; the limit is a failure.</summary>
    public Task<EvaluationView> WaitForEvaluationAsync(
        string id, Func<EvaluationView, bool> condition, TimeSpan limit, CancellationToken cancellationToken) => Eventually.FitsAsync(
            () => PatientlyAsync(() => Evaluations.FindAsync(id, reports: true, cancellationToken)), condition, limit);

    public Task<IReadOnlyList<ItemResult>> ResultsAsync(string id, CancellationToken cancellationToken) =>
        PatientlyAsync(() => Evaluations.ReadResultsAsync(id, cancellationToken));

    public void Dispose() => Http.Dispose();

    private static async Task<T> PatientlyAsync<T>(Func<Task<ApiResult<T>>> ask) => (await Eventually.FitsAsync(
        ask, static result => result.ProblemOrDefault is not { Status: 0 or 429 or 502 or 503 or 504 }, Patience)).Require();
}
