using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mact.Benchmarks.Stack;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Benchmarks.Queueing;

/// <summary>How many questions per second can be claimed and settled, with nothing done in between: what the queue itself allows.</summary>
internal static class ClaimThroughput
{
    public const int Connections = 8;

    private const int Questions = 2000;
    private const int DurableQuestions = 500;
    private const int WarmUp = 200;

    // A busy machine is slow, which is what is measured, and no reason to give up.
    private const int AnswerWithinMs = 60_000;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly IOptions<QueueOptions> Queue = Options.Create(new QueueOptions { MaxQueued = 1_000_000, MaxPerClient = 1_000_000 });
    private static readonly IOptions<RetentionOptions> Retention = Options.Create(new RetentionOptions());

    public static async IAsyncEnumerable<(string Server, double PerSecond)> MeasureAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var durable in new[] { false, true })
        {
            var data = durable ? Directory.CreateTempSubdirectory("mact-bench-") : null;
            await using (var garnet = await StandInAsync(data?.FullName, cancellationToken))
            {
                yield return (
                    durable ? "Garnet stand-in, append-only file"
                        : "Garnet stand-in, in memory", await MeasureAsync(
                            garnet.Address, durable ? DurableQuestions : Questions, cancellationToken));
            }

            await using (var server = await RedisProcess.StartAsync(data?.FullName))
            {
                if (server is not null)
                {
                    yield return (
                        durable ? "redis-server, appendfsync always"
                            : "redis-server, in memory", await MeasureAsync(
                                server.ConnectionString, durable ? DurableQuestions : Questions, cancellationToken));
                }
            }

            data?.Delete(recursive: true);
        }
    }

    private static async Task<RedisStandInNode> StandInAsync(string? data, CancellationToken cancellationToken)
    {
        var node = new RedisStandInNode(data);
        await node.StartAsync(cancellationToken);
        return node;
    }

    private static async Task<double> MeasureAsync(string address, int questions, CancellationToken cancellationToken)
    {
        List<ConnectionMultiplexer> connections = [];
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                connections.Add(await ConnectionMultiplexer.ConnectAsync(address, static options => options.AsyncTimeout = AnswerWithinMs));
            }

            await SubmitAsync(connections, WarmUp, cancellationToken);
            await DrainAsync(connections, cancellationToken);
            await SubmitAsync(connections, questions, cancellationToken);
            var clock = Stopwatch.StartNew();
            var settled = await DrainAsync(connections, cancellationToken);
            return settled / clock.Elapsed.TotalSeconds;
        }
        finally
        {
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task SubmitAsync(IReadOnlyList<ConnectionMultiplexer> connections, int count, CancellationToken cancellationToken)
    {
        var store = new RedisQuestionStore(connections[0], Retention, Queue, TimeProvider.System);
        var table = await store.PutTableAsync(new Table("t", [new Column("a", "A", ColumnType.Integer)], [new Cell("1", 1L)]), cancellationToken);
        await Task.WhenAll(connections.Select(async (connection, index) =>
        {
            await using var queue = Open(connection);
            for (var i = index; i < count; i += connections.Count)
            {
                var id = $"{Guid.CreateVersion7():N}-{i}";
                var question = new Question(
                    id, "How many?", [new TableRef(table, "t")], [], new QuestionOptions(), TimeProvider.System.GetUtcNow(), "bench");
                if (await queue.SubmitAsync(question, idempotency: null, cancellationToken) is not Submission.Accepted)
                {
                    throw new InvalidOperationException("A question was refused.");
                }
            }
        }));
    }

    private static async Task<int> DrainAsync(IReadOnlyList<ConnectionMultiplexer> connections, CancellationToken cancellationToken)
    {
        var settled = await Task.WhenAll(connections.Select(async (connection, index) =>
        {
            await using var queue = Open(connection);
            var count = 0;
            while (await queue.ClaimAsync($"worker-{index}", Lease, cancellationToken) is { } lease)
            {
                var outcome = new Outcome.Answered(["42"], AnsweredBy.Finish, Agreement: null);
                count += await queue.SettleAsync(lease, new Settlement.Done(outcome), cancellationToken) ? 1 : 0;
            }

            return count;
        }));
        return settled.Sum();
    }

    private static RedisQuestionQueue Open(ConnectionMultiplexer connection) => new(connection, Queue, Retention, TimeProvider.System);
}

/// <summary>The Redis stand-in alone, as a process.</summary>
internal sealed class RedisStandInNode : IAsyncDisposable
{
    private readonly Node _node;

    public RedisStandInNode(string? data)
    {
        var port = FreePort.Find().ToString();
        Address = $"127.0.0.1:{port}";
        _node = new Node(
            "Mact.DevServices",
            "redis",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["StandIns__Redis"] = "true",
                ["Redis__Port"] = port,
                ["Redis__DataDirectory"] = data is null ? string.Empty : Path.Combine(data, "garnet"),
            });
    }

    public string Address { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _node.Start();
        await _node.UntilReadyAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
