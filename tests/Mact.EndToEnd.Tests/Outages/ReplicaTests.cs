using System.Globalization;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>Several apis at once: it does not matter which one is asked.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class ReplicaTests(FragileCluster cluster)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_watched_live_on_another_replica_than_the_one_that_took_it()
    {
        cluster.Calm(new EndpointFault(Faults.Slow(TimeSpan.FromSeconds(1))));
        var id = await cluster.AskAsync(5000);

        var seen = await WatchAsync(cluster.OtherApi, id, after: 0, most: int.MaxValue);

        (await cluster.OtherApi.GetAsync(id, Token)).Status.ShouldBe(QuestionStatus.Answered);
        seen.ShouldBe((await cluster.Api.RecordsAsync(id, Token)).Select(static stored => stored.Sequence));
    }

    [Fact]
    public async Task A_watcher_whose_replica_goes_away_continues_at_another_one_without_a_gap()
    {
        cluster.Calm(new EndpointFault(Faults.Slow(TimeSpan.FromSeconds(1))));
        var id = await cluster.AskAsync(5001);
        var first = await WatchAsync(cluster.OtherApi, id, after: 0, most: 2);

        var rest = await WatchAsync(cluster.Api, id, after: first[^1], most: int.MaxValue);

        var view = await cluster.Api.WaitUntilTerminalAsync(id, Limit, Token);
        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        first.Concat(rest).ShouldBe((await cluster.Api.RecordsAsync(id, Token)).Select(static stored => stored.Sequence));
    }

    /// <summary>The ids of server-sent events, until there are enough or the stream says that it is complete.</summary>
    private static async Task<List<long>> WatchAsync(ApiDriver api, string id, long after, int most)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"questions/{id}/events", UriKind.Relative));
        if (after > 0)
        {
            request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        }

        using var reply = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        reply.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync(limit.Token));
        List<long> seen = [];
        while (
            seen.Count < most && await lines.ReadLineAsync(limit.Token) is { } line && !string.Equals(line, "event: end", StringComparison.Ordinal))
        {
            if (line.StartsWith("id:", StringComparison.Ordinal))
            {
                seen.Add(long.Parse(line.AsSpan(3).Trim(), CultureInfo.InvariantCulture));
            }
        }

        return seen;
    }
}
