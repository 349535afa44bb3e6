using System.Diagnostics;
using Mact.Core.Queueing;
using Mact.Worker.Models;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Tests.Agents.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Agents;

/// <summary>Thirty questions at once on servers that are slow, that die, that have a long queue: none is lost, nothing is paid for twice.</summary>
public sealed class SlowServerTests
{
    private const int Questions = 30;
    private const int Samples = 5;
    private const int AtOnce = 25;
    private const double Speed = 1.5;
    private const int Longer = 24;

    // Two tokens begin it ("```sql" and "SELECT"), written for the model.
    private static readonly string Reply =
        "```sql\nSELECT player FROM players ORDER BY goals DESC LIMIT 1\n```\n" + string.Join(' ', Enumerable.Repeat("because", Longer));

    private static readonly int Tokens = Reply.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length - 2;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(Questions * Samples * Tokens / (AtOnce * Speed));

    [Fact]
    public async Task At_one_and_a_half_tokens_a_second_all_are_answered_as_fast_as_the_server_can()
    {
        var (server, journals) = await AnswerAsync(static _ => Task.CompletedTask);
        server.Computed.ShouldBe(Questions * Samples * Tokens, "nothing is paid for twice");
        server.Requests.ShouldBe(Questions);
        server.Now.ShouldBeLessThan(Least * 1.1);
        Tries(journals).ShouldAllBe(static attempt => attempt.Error == null);
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_is_waited_for_and_what_it_had_written_is_gone_on_with()
    {
        var (dies, back) = (TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(110));
        var (server, journals) = await AnswerAsync(async server =>
        {
            if (!server.IsDead && server.Now > dies && server.Now < back)
            {
                await server.SetDeadAsync(isDead: true);
            }
            else if (server.IsDead && server.Now >= back)
            {
                await server.SetDeadAsync(isDead: false);
            }
        });
        var lost = (int)Tries(journals).Sum(static attempt => attempt.LostTokens);
        server.Computed.ShouldBe((Questions * Samples * Tokens) + lost, "what had come is gone on with");
        lost.ShouldBeLessThan(AtOnce * 16, "only samples of a few words are begun anew");
        Tries(journals).Count(static attempt => attempt.Error != null).ShouldBeGreaterThan(0);

        // What it could have done at best: its own pace, and nothing while it was away.
        server.Now.ShouldBeLessThan((Least + (back - dies)) * 1.1);
    }

    [Fact]
    public async Task A_server_whose_queue_takes_five_minutes_is_waited_for()
    {
        var busy = TimeSpan.FromMinutes(5);
        var (server, journals) = await AnswerAsync(static _ => Task.CompletedTask, busy);
        server.Computed.ShouldBe(Questions * Samples * Tokens);
        server.Requests.ShouldBe(Questions);
        (server.Now - busy).ShouldBeLessThan(Least * 1.1);
        Tries(journals).ShouldAllBe(static attempt => attempt.Error == null);
        journals.SelectMany(static journal => journal.Records).OfType<ModelWaiting>().ShouldNotBeEmpty("who watches is told");
    }

    private static IEnumerable<CallTry> Tries(IEnumerable<MemoryJournal> journals) =>
        journals.SelectMany(static journal => journal.Records).OfType<ModelCall>().SelectMany(static call => call.Reply.Tries);

    private static async Task<(SimulatedServer Server, IReadOnlyList<MemoryJournal> Journals)> AnswerAsync(
        Func<SimulatedServer, Task> happen, TimeSpan busyUntil = default)
    {
        var time = new ProbedTime();
        using var server = new SimulatedServer(time, AtOnce, Speed, Reply) { BusyUntil = busyUntil };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddLogging();
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection(
            [new("ConnectionStrings:model", "Endpoint=http://127.0.0.1:9/v1;Model=m")]).Build());
        services.AddHttpClient(ModelsExtensions.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<ISamplingClient>();
        var endpoint = provider.GetRequiredService<EndpointRegistry>().Get("coder");

        var options = new QuestionOptions { Strategy = Strategy.Sql, AdaptiveSampling = false, CodeSamples = Samples };
        var scenario = new Scenario { Options = options, Text = "Who has the most goals?", Time = time };
        List<MemoryJournal> journals = [.. Enumerable.Range(0, Questions).Select(static _ => new MemoryJournal())];
        var running = journals.Select((journal, index) =>
        {
            var question = scenario.Question with { Id = $"q{index}" };
            return scenario.RunAsync(client, new Lease(question, 1, TimeSpan.Zero), journal);
        }).ToList();
        while (await QuietAsync(server, endpoint, time, running))
        {
            await happen(server);
            await server.StepAsync();
            server.Now.ShouldBeLessThan(TimeSpan.FromHours(1));
        }

        foreach (var outcome in await Task.WhenAll(running))
        {
            outcome.ShouldBeOfType<Outcome.Answered>((outcome as Outcome.Failed)?.Error.Message).Answer.ShouldBe(["Owen"]);
        }

        return (server, journals);
    }

    // Time passes where every question waits for the server or its place in the queue, or all wait for a probe of a server that is away. Other
    // threads run meanwhile, however long that takes. False once there is nothing left to wait for: then no time passes either.
    private static async Task<bool> QuietAsync(
        SimulatedServer server, ModelEndpoint endpoint, ProbedTime time, IReadOnlyCollection<Task> running)
    {
        var left = 0;
        await Eventually.WhileAsync(() =>
        {
            // A question that goes from the queue to the server between two readings would be counted twice: both must be the same.
            var now = Read();
            left = now.Unfinished;
            return left > 0 && !(now.IsQuiet && now == Read());
        });
        return left > 0;

        (bool IsQuiet, int Unfinished, int InFlight, int InQueue, int Open, int Waiting) Read()
        {
            var flow = endpoint.Flow.Read();
            var (open, samples, waiting, queue) = (server.Open, server.OpenSamples, endpoint.Gate.Waiting, flow.Waiting / Samples);
            var unfinished = running.Count(static one => !one.IsCompleted);
            var isQuiet = endpoint.Gate.Down is null
                ? flow.InFlight == samples && flow.InFlight > 0 && open + queue == unfinished
                : flow.InFlight == 0 && waiting + queue == unfinished && time.Probes > 0;
            return (isQuiet, unfinished, flow.InFlight, flow.Waiting, open, waiting);
        }
    }

    /// <summary>A clock that knows whether a probe waits for its time. The time limit of the look that a probe takes is no such wait: meanwhile
    /// another thread asks the server, and no time may pass until it has.</summary>
    private sealed class ProbedTime : FakeTimeProvider
    {
        private int _probes;

        public int Probes => Volatile.Read(ref _probes);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var isProbe = new StackTrace().GetFrames()
                .Select(static frame => frame.GetMethod()?.DeclaringType)
                .FirstOrDefault(static type => type?.Assembly == typeof(EndpointGate).Assembly)?
                .DeclaringType == typeof(EndpointGate);
            if (!isProbe)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            Interlocked.Increment(ref _probes);
            var probe = new ProbeTimer(() => Interlocked.Decrement(ref _probes));
            probe.Timer = base.CreateTimer(
                given =>
                {
                    probe.End();
                    callback(given);
                },
                state,
                dueTime,
                period);
            return probe;
        }
    }

    /// <summary>A probe waits until its time has come, or until nobody waits any more.</summary>
    private sealed class ProbeTimer(Action ended) : ITimer
    {
        private int _hasEnded;

        public ITimer? Timer { get; set; }

        public void End()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            {
                ended();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer!.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer!.DisposeAsync();
        }
    }
}
